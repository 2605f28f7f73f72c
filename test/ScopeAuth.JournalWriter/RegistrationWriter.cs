using System.Globalization;
using ScopeAuth.Registrations;

namespace ScopeAuth.JournalWriter;

/// <summary>Changes a store of registrations without end: entries come, change and go.</summary>
internal static class RegistrationWriter
{
    public static async Task RunAsync(string dataPath, string round)
    {
        using var store = new FileAuthorizationServerStore(dataPath);
        while (true)
        {
            var version = store.Set.Version;
            var number = version % 50;
            var settings = number % 10 == 9 ? null : $$"""{"Description":"{{new string('x', (int)(version * 37 % 3000))}}"}""";
            var receipt = await store.WriteAsync(
                new()
                {
                    ExpectedVersion = version,
                    Name = string.Create(CultureInfo.InvariantCulture, $"server-{number % 7}"),
                    Settings = settings,
                    ChangedBy = round,
                    ChangedAt = TimeProvider.System.GetUtcNow(),
                },
                CancellationToken.None);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"kept {round}:0:{receipt.Set.Version}"));
        }
    }
}
