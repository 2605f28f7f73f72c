using ScopeAuth.Console.Hosting;

namespace ScopeAuth.Console.Frame;

internal static class NoticeText
{
    public static string Of(Notice notice) => notice switch
    {
        Notice.Revoked => "Revoked. It is refused from the next request on.",
        Notice.Lifted => "Lifted. What it covered is good again, as far as it is not expired or revoked otherwise.",
        Notice.ClientDisabled => "The client is disabled. All of its tokens are refused until it is enabled.",
        Notice.ClientEnabled => "The client is enabled. Tokens issued from now on are accepted; older ones stay refused.",
        Notice.ClientDeleted => "The client is deleted. Its tokens are refused for good.",
        Notice.NothingToLift => "Nothing was lifted: no such revocation is in force any more.",
        Notice.ClientWasEnabled => "Nothing was changed: the client was not disabled.",
        Notice.Saved => "Saved. It holds from the next request on.",
        Notice.Enabled => "Enabled. Its tokens are accepted from the next request on.",
        Notice.Disabled => "Disabled. Its tokens are refused from the next request on.",
        Notice.Deleted => "Deleted.",
        _ => "Done.",
    };
}
