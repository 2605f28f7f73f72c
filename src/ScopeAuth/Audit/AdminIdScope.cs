using System.Collections;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Audit;

/// <summary>The log scope of a request: every line that is written inside it names the admin ID.</summary>
internal sealed class AdminIdScope(string adminId) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly string _adminId = VisibleText.Escape(adminId);

    public int Count => 1;

    public KeyValuePair<string, object?> this[int index] =>
        index == 0 ? new("AdminId", _adminId) : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Console and file loggers that do not know structure show a scope by this.
    public override string ToString() => $"AdminId:{_adminId}";
}
