namespace ScopeAuth;

/// <summary>One cloud: the first part of a role scope.</summary>
public sealed class CloudOptions
{
    /// <summary>The domain that ends the admin ID, <c>oauth-&lt;role&gt;$@&lt;orgid&gt;.&lt;domain&gt;</c>.</summary>
    /// <value>Default: the cloud's name.</value>
    public string? Domain { get; set; }
}
