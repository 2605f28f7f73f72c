namespace ScopeAuth.Samples.Administration;

/// <summary>How a try to sign in ended.</summary>
public enum SignIn
{
    /// <summary>Name and password are right.</summary>
    Good = 0,

    /// <summary>One of them is wrong.</summary>
    Wrong = 1,

    /// <summary>There were too many wrong ones lately.</summary>
    Locked = 2,
}
