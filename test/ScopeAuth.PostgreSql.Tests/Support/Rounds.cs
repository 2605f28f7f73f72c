using System.Globalization;

namespace ScopeAuth.PostgreSql.Tests.Support;

/// <summary>How often things break: a few times in every run of the tests, a hundred times in <c>build/outages.sh</c>.</summary>
internal static class Rounds
{
    public static int Count { get; } = int.TryParse(Environment.GetEnvironmentVariable("SCOPEAUTH_OUTAGE_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 3;
}
