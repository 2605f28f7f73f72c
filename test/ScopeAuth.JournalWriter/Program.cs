using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using ScopeAuth;
using ScopeAuth.JournalWriter;
using ScopeAuth.Revocation;

// Writes to a journal, or to a store of registrations, until it is killed, and says on the standard output what was acknowledged.
if (args is [var dataPath, _, var number, "registrations"])
{
    await RegistrationWriter.RunAsync(dataPath, number);
    return 0;
}
// Four writers at once, each call with some revocations.
if (args is not [var folder, var bytes, var round])
{
    Console.WriteLine("ScopeAuth.JournalWriter FOLDER SEGMENT-BYTES ROUND [registrations]");
    return 0;
}
var segmentBytes = long.Parse(bytes, CultureInfo.InvariantCulture);
var store = new JournalRevocationStore(folder, JournalDamage.StopStart, TimeProvider.System, NullLogger<JournalRevocationStore>.Instance, segmentBytes: segmentBytes);
try
{
    await store.OpenAsync(CancellationToken.None);
}
catch (Exception fault) when (fault is IOException or InvalidDataException)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}
var key = SipHash.Create((await store.ReadKeyAsync(CancellationToken.None)).Span);
var now = TimeProvider.System.GetUtcNow();
var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => WriteAsync(writer))));
return 0;

async Task WriteAsync(int writer)
{
    for (var call = 0; ; call++)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{round}:{writer}:{call}");
        var changes = Enumerable.Range(0, 1 + call % 5).Select(part => RevocationChange.Revoke(Record(string.Create(CultureInfo.InvariantCulture, $"{name}:{part}")))).ToArray();
        try
        {
            await store.AppendAsync(changes, CancellationToken.None);
            output.WriteLine($"kept {name}");
        }
        catch (IOException fault)
        {
            output.WriteLine($"failed {name} {fault.Message}");
            if (call > 100_000) return;
        }
    }
}

RevocationRecord Record(string tokenId)
{
    var target = RevocationTarget.Token("acme", tokenId);
    return new()
    {
        Id = RevocationId.Of(key, target, null, isFinal: false).ToGuid(),
        Target = target,
        Reason = RevocationReason.Other,
        RevokedBy = "writer",
        RevokedAt = now,
        EndsAt = now.AddDays(1),
    };
}
