namespace ScopeAuth.Console.Servers;

/// <summary>How a setting is written in a form.</summary>
internal enum FieldKind
{
    Text = 0,

    /// <summary>Several values, one a line.</summary>
    Lines = 1,

    Flag = 2,

    /// <summary>One of several.</summary>
    Choice = 3,

    Seconds = 4,
}
