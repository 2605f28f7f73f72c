namespace ScopeAuth;

/// <summary>What a role may do in a category of endpoints. A higher access includes the lower ones.</summary>
public enum ApiAccess
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read: GET and HEAD.</summary>
    View = 1,

    /// <summary>Read and change.</summary>
    Full = 2,
}
