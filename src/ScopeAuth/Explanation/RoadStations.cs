using ScopeAuth.Hosting;

namespace ScopeAuth.Explanation;

/// <summary>What the road wrote down, as stations for people. The verdict is the road's; nothing is checked here a second time.</summary>
internal sealed class RoadStations(RoadLog road, TokenVerdict verdict, int length, ScopeAuthSettings settings, DateTimeOffset now)
{
    private readonly Rejection? _rejection = verdict.Rejection;
    private bool _hasStopped;

    public IReadOnlyList<ExplainedStation> All
    {
        get
        {
            _hasStopped = false;
            var facts = new StationFacts(road, _rejection, settings, now);
            var server = road.Server;
            return
            [
                Station("Structure", "Is it a token within bounds, in its one spelling?", road.IsRead, facts.OfStructure(length)),
                Station("Issuer", "Which registered, enabled authorization server may answer for it?", server is not null, facts.OfIssuer()),
                Station("Claims", "Are algorithm, type, times, audience and client as the server is registered?", road.AreClaimsGood, facts.OfClaims(), isNeeded: !road.IsOpaque),
                Station("Key", "Does the server have a key with this ID that may verify this algorithm?", IsKeyFound, facts.OfKey(), isNeeded: server is null or { Keys: not null }),
                Station("Signature", "Did that key sign header and claims?", road.Verified is not null, facts.OfSignature(), isNeeded: server is null or { Keys: not null }),
                Station("Answer", "What does the server itself say about the token, asked now?", road.Answer is not null, facts.OfAnswer(), isNeeded: server is { Introspection: not null }),
                Station("Roles", "Which role scopes name an organisation of this server and a configured role?", road.Facts is { Grants.IsEmpty: false }, facts.OfRoles()),
                Station("Revocation", "Has the token been revoked, or its client, subject, server, organisation or role?", verdict.IsAccepted, facts.OfRevocation()),
            ];
        }
    }

    // Found, but signed by another.
    private bool IsKeyFound => road.Verified is not null || (road.AreClaimsGood && _rejection == Rejection.BadSignature);

    private ExplainedStation Station(string name, string question, bool isPassed, IReadOnlyList<ExplainedFact> facts, bool isNeeded = true)
    {
        if (_hasStopped) return new(name, isNeeded ? StationState.NotReached : StationState.NotNeeded, question, []);
        if (!isNeeded) return new(name, StationState.NotNeeded, question, []);
        _hasStopped = !isPassed;
        return new(name, isPassed ? StationState.Passed : StationState.Stopped, question, facts);
    }
}
