namespace ScopeAuth.Samples.ServerPage;

/// <summary>How long a token from the button is to live.</summary>
internal enum MintedLifetime
{
    /// <summary>As long as the vendor's tokens do.</summary>
    Vendor = 0,

    /// <summary>One minute, to see it expire.</summary>
    Minute = 1,

    /// <summary>It expired an hour ago.</summary>
    Over = 2,
}
