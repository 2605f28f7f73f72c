using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ScopeAuth.Samples.ServerPage;

/// <summary>Where the keys of the forms' antiforgery tokens are: in memory. The sample leaves no file in anybody's home folder.</summary>
internal sealed class PageKeys : IXmlRepository
{
    private readonly Lock _gate = new();
    private readonly List<XElement> _elements = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_gate) return [.. _elements];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (_gate) _elements.Add(element);
    }
}
