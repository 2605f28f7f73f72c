using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.SeenTokens;

/// <summary>Which tokens are asked for.</summary>
internal static class SeenTokenConditions
{
    public static Conditions Of(SeenTokenQuery query, SeenTokenPlace? after, DateTimeOffset now)
    {
        // The first parameter is the number of tokens.
        var conditions = new Conditions(first: 2);
        conditions.AddExact("authorization_server", query.AuthorizationServer);
        conditions.AddSearch("client_id", query.ClientId);
        conditions.AddExact("token_id", query.TokenId);
        conditions.AddSpan("issued_at", query.IssuedFrom, query.IssuedTo);
        conditions.AddSpan("expires_at", query.ExpiresFrom, query.ExpiresTo);
        if (query.State is { } state) conditions.AddTime(state == TokenState.Expired ? "accepted_until <= {0}" : "accepted_until > {0}", now);
        if (after is { } place) conditions.AddBehind("first_used", place.FirstUsed.UtcDateTime, Convert.FromHexString(place.Id));
        return conditions;
    }
}
