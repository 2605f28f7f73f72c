using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ScopeAuth.Revocation;

/// <summary>Reads what a client asks of the list. Everything that is wrong with it becomes an exception with a sentence for the client.</summary>
internal static class RevocationRequest
{
    private static readonly string[] Filters = ["kind", "authorizationServer", "value", "reason", "revokedBy", "revokedFrom", "revokedBefore", "page", "pageSize"];

    /// <exception cref="ArgumentException">The body does not say what it must, or names what is not the organisation's.</exception>
    public static NewRevocation Read(RevocationBody body, ClaimsPrincipal user, RevocationScope scope)
    {
        if (body.Named != 1) throw new ArgumentException("One of tokenId, tokenHash, clientId, subject and role is expected.");
        if (body.Reason is not { } reason) throw new ArgumentException($"A reason is expected: {string.Join(", ", Enum.GetNames<RevocationReason>())}.");
        if (body.AuthorizationServer is not { } server || !scope.AuthorizationServers.Contains(server))
            throw new ArgumentException("An authorizationServer is expected that speaks for your organisation and for no other.");
        return new()
        {
            Target = TargetOf(body, server, scope),
            Reason = reason,
            RevokedBy = AdminIdOf(user),
            IssuedBefore = body.IssuedBefore,
            TokenExpiresAt = body.TokenExpiresAt,
        };
    }

    /// <exception cref="ArgumentException">One of them is wrong; the message says which.</exception>
    public static List<NewRevocation> Read(RevocationBody?[] bodies, ClaimsPrincipal user, RevocationScope scope)
    {
        var revocations = new List<NewRevocation>(bodies.Length);
        foreach (var body in bodies)
        {
            try
            {
                revocations.Add(Read(body ?? throw new ArgumentException("A JSON object is expected."), user, scope));
            }
            catch (ArgumentException exception)
            {
                throw new ArgumentException($"Revocation {revocations.Count + 1} of {bodies.Length}: {Explain(exception)}", exception);
            }
        }
        return revocations;
    }

    /// <exception cref="ArgumentException">There is none.</exception>
    public static string AdminIdOf(ClaimsPrincipal user) => user.GetAdminId() ?? throw new ArgumentException("The caller has no admin ID.");

    /// <exception cref="ArgumentException">A filter is unknown or has an impossible value.</exception>
    public static RevocationQuery Read(IQueryCollection query, RevocationScope scope)
    {
        foreach (var name in query.Keys)
            if (!Filters.Contains(name, StringComparer.OrdinalIgnoreCase)) throw new ArgumentException($"Unknown filter. Known are {string.Join(", ", Filters)}.");
        return new()
        {
            Scope = scope,
            Kind = Name<RevocationKind>(query, "kind"),
            AuthorizationServer = Text(query, "authorizationServer"),
            Value = Text(query, "value"),
            Reason = Name<RevocationReason>(query, "reason"),
            RevokedBy = Text(query, "revokedBy"),
            RevokedFrom = Time(query, "revokedFrom"),
            RevokedBefore = Time(query, "revokedBefore"),
            Page = Text(query, "page"),
            PageSize = Text(query, "pageSize") is not { } size ? 100
                : int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new ArgumentException("pageSize is a number from 1 to 1000."),
        };
    }

    /// <summary>What the client is told: our own sentences, never text that it sent.</summary>
    public static string Explain(Exception exception) => exception switch
    {
        JsonException => "The body is not the JSON that is expected: authorizationServer, one of tokenId, tokenHash, clientId, subject and role, reason, and where it fits issuedBefore or tokenExpiresAt.",
        ArgumentOutOfRangeException => "pageSize is a number from 1 to 1000.",
        ArgumentException { ParamName: not null } argument => argument.Message.Split(" (Parameter")[0],
        _ => exception.Message,
    };

    private static RevocationTarget TargetOf(RevocationBody body, string server, RevocationScope scope)
    {
        if (body.TokenId is { } token) return RevocationTarget.Token(server, token);
        if (body.TokenHash is { } hash) return RevocationTarget.TokenHash(server, hash);
        if (body.ClientId is { } client) return RevocationTarget.Client(server, client);
        if (body.Subject is { } subject) return RevocationTarget.Subject(server, subject);
        return RoleScope.TryParse($"{scope.Organization}::{body.Role}", out var role)
            ? RevocationTarget.Of(role)
            : throw new ArgumentException("A role is the name of a role of your organisation, for example FirewallAdmin.");
    }

    private static string? Text(IQueryCollection query, string name) => query[name] switch
    {
        [] => null,
        [{ Length: > 0 } only] => only,
        _ => throw new ArgumentException($"{name} is given once, or not at all."),
    };

    private static TEnum? Name<TEnum>(IQueryCollection query, string name)
        where TEnum : struct, Enum
    {
        if (Text(query, name) is not { } text) return null;
        return Enum.TryParse<TEnum>(text, ignoreCase: true, out var value) && Enum.GetNames<TEnum>().Contains(text, StringComparer.OrdinalIgnoreCase)
            ? value
            : throw new ArgumentException($"{name} is one of {string.Join(", ", Enum.GetNames<TEnum>())}.");
    }

    private static DateTimeOffset? Time(IQueryCollection query, string name)
    {
        if (Text(query, name) is not { } text) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new ArgumentException($"{name} is a time, for example 2026-03-01T12:00:00Z.");
    }
}
