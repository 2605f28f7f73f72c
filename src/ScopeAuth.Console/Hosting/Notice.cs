namespace ScopeAuth.Console.Hosting;

/// <summary>What was done: a closed set, because it travels in the address, where anybody may write.</summary>
internal enum Notice
{
    Revoked = 1,
    Lifted = 2,
    ClientDisabled = 3,
    ClientEnabled = 4,
    ClientDeleted = 5,
    NothingToLift = 6,
    ClientWasEnabled = 7,
    Saved = 8,
    Enabled = 9,
    Disabled = 10,
    Deleted = 11,
}
