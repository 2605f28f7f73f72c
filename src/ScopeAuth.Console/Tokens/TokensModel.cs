using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Console.Frame;
using ScopeAuth.Hosting;

namespace ScopeAuth.Console.Tokens;

/// <summary>The tokens that this process has seen, and the one that a page is about.</summary>
internal sealed class TokensModel(IServiceProvider services, IRevocationList revocations, CurrentSettings settings)
{
    private const int PageSize = 50;

    private readonly SeenTokens? _seen = services.GetService<SeenTokens>();

    /// <summary>Whether tokens are kept at all.</summary>
    public bool IsKept => _seen is not null;

    public Asked Asked { get; private set; } = new(QueryCollection.Empty);

    public SeenTokenPage Page { get; private set; } = new([], null, 0);

    /// <summary>Why nothing could be read; null where it could.</summary>
    public string? Fault { get; private set; }

    public IReadOnlyList<string> Servers { get; } = [.. settings.Current.TokenLives.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The token of the page.</summary>
    public SeenToken? Current { get; private set; }

    public IReadOnlyList<string> Faults { get; private set; } = [];

    public async Task ListAsync(IQueryCollection query, CancellationToken cancellationToken)
    {
        Asked = new(query);
        if (_seen is null) return;
        Fault = await ListFault.OfAsync(
            async () => Page = await _seen.QueryAsync(Query(), cancellationToken), "tokens", "The tokens cannot be read at the moment; try again.");
    }

    /// <returns>Whether there is such a token; if not, <see cref="Fault"/> says whether that is sure.</returns>
    public async Task<bool> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            Current = _seen is null ? null : await _seen.FindAsync(id, cancellationToken);
        }
        catch (IOException)
        {
            Fault = "The token cannot be read at the moment; try again.";
        }
        return Current is not null;
    }

    /// <returns>Whether it is revoked; if not, <see cref="Faults"/> says why.</returns>
    public async Task<bool> RevokeAsync(IFormCollection form, string by, CancellationToken cancellationToken)
    {
        var token = Current!;
        if (form["confirm"] != "YES") Faults = ["Type YES, in capital letters, to confirm."];
        else if (token.State != TokenState.Active) Faults = [$"Only active tokens can be revoked; this one is {Words.Of(token.State).ToLowerInvariant()}."];
        else
        {
            var target = token.TokenId is { } id ? RevocationTarget.Token(token.AuthorizationServer, id) : RevocationTarget.TokenHash(token.AuthorizationServer, token.Id);
            await revocations.RevokeAsync(
                new NewRevocation { Target = target, Reason = RevocationReason.RevokedByAdministrator, RevokedBy = by, TokenExpiresAt = token.ExpiresAt }, cancellationToken);
            return true;
        }
        return false;
    }

    private SeenTokenQuery Query() => new()
    {
        AuthorizationServer = Asked.Text("server"),
        ClientId = Asked.Text("client"),
        TokenId = Asked.Text("token"),
        State = Asked.Choice<TokenState>("status"),
        IssuedFrom = Asked.Time("issuedFrom"),
        IssuedTo = Asked.Time("issuedTo"),
        ExpiresFrom = Asked.Time("expiresFrom"),
        ExpiresTo = Asked.Time("expiresTo"),
        After = Asked.Text("after"),
        Limit = PageSize,
    };
}
