using Npgsql;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.SeenTokens;

/// <summary>Which tokens are asked for.</summary>
internal sealed class SeenTokenConditions
{
    // The first parameter is the number of tokens.
    private readonly Conditions _conditions = new(first: 2);

    public SeenTokenConditions(SeenTokenQuery query, SeenTokenPlace? after, DateTimeOffset now)
    {
        _conditions.AddExact("authorization_server", query.AuthorizationServer);
        _conditions.AddSearch("client_id", query.ClientId);
        _conditions.AddExact("token_id", query.TokenId);
        _conditions.AddTime("issued_at >= {0}", query.IssuedFrom);
        _conditions.AddTime("issued_at < {0}", query.IssuedTo);
        _conditions.AddTime("expires_at >= {0}", query.ExpiresFrom);
        _conditions.AddTime("expires_at < {0}", query.ExpiresTo);
        if (query.State is { } state) _conditions.AddTime(state == TokenState.Expired ? "accepted_until <= {0}" : "accepted_until > {0}", now);
        if (after is { } place) _conditions.AddBehind("first_used", place.FirstUsed.UtcDateTime, Convert.FromHexString(place.Id));
    }

    public string Where => _conditions.Where;

    public NpgsqlParameter[] Parameters => _conditions.Parameters;
}
