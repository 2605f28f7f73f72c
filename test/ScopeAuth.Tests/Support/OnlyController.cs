using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace ScopeAuth.Tests.Support;

/// <summary>Leaves one controller of an assembly whose tests have many.</summary>
internal sealed class OnlyController(Type controller) : IApplicationFeatureProvider<ControllerFeature>
{
    public void PopulateFeature(IEnumerable<ApplicationPart> parts, ControllerFeature feature)
    {
        feature.Controllers.Clear();
        feature.Controllers.Add(controller.GetTypeInfo());
    }
}
