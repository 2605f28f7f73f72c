using ScopeAuth.Hosting;

namespace ScopeAuth.Bearer;

/// <summary>The texts of all rejections under one set of settings, each made when it is first needed.</summary>
internal sealed class RejectionTexts(ScopeAuthSettings settings)
{
    private readonly RejectionText?[] _texts = new RejectionText?[(int)Enum.GetValues<Rejection>().Max() + 1];

    public ScopeAuthSettings Settings => settings;

    public RejectionText Of(Rejection rejection) => _texts[(int)rejection] ??= RejectionText.Of(rejection, settings);
}
