using Microsoft.AspNetCore.Http;
using ScopeAuth.Console.Frame;
using ScopeAuth.Hosting;

namespace ScopeAuth.Console.Revocations;

/// <summary>The list of revocations, and what a form wants to add to it.</summary>
internal sealed class RevocationsModel(IRevocationList list, CurrentSettings settings)
{
    private const int PageSize = 50;

    public IReadOnlyList<RevocationRecord> Items { get; private set; } = [];

    public string? Next { get; private set; }

    public long Count { get; private set; }

    /// <summary>The configured servers, disabled ones included: their tokens can be revoked all the same.</summary>
    public IReadOnlyList<string> Servers { get; } = [.. settings.Current.TokenLives.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What was asked for, to be shown in the form again.</summary>
    public Asked Asked { get; private set; } = new(QueryCollection.Empty);

    /// <summary>What was sent and not done, to be shown in the form again.</summary>
    public IFormCollection Sent { get; private set; } = FormCollection.Empty;

    /// <summary>Why something was not done or not listed; null where nothing is wrong.</summary>
    public string? Fault { get; private set; }

    public async Task ListAsync(IQueryCollection asked, CancellationToken cancellationToken)
    {
        Asked = new(asked);
        var query = new RevocationQuery
        {
            Kind = Asked.Choice<RevocationKind>("kind"),
            Reason = Asked.Choice<RevocationReason>("reason"),
            AuthorizationServer = Asked.Text("server"),
            Value = Asked.Text("value"),
            RevokedBy = Asked.Text("by"),
            Page = Asked.Text("page"),
            PageSize = PageSize,
        };
        try
        {
            var page = await list.ListAsync(query, cancellationToken);
            (Items, Next) = (page.Items, page.Next);
            Count = await list.CountAsync(query, cancellationToken);
        }
        catch (FormatException)
        {
            Fault = "This page of the list does not exist any more. Begin with the first.";
        }
    }

    /// <returns>Whether it is revoked; if not, <see cref="Fault"/> says why.</returns>
    public async Task<bool> RevokeAsync(IFormCollection form, string by, CancellationToken cancellationToken)
    {
        Sent = form;
        if (!IsConfirmed(form)) return false;
        if (Asked.ChoiceIn<RevocationKind>(form["kind"]) is not { } kind || Asked.ChoiceIn<RevocationReason>(form["reason"]) is not { } reason) return Refuse("Choose what to revoke, and why.");
        try
        {
            var needsServer = kind is not (RevocationKind.Organization or RevocationKind.Role);
            var target = RevocationTarget.Create(kind, needsServer ? Asked.TextIn(form["server"]) : null, kind == RevocationKind.AuthorizationServer ? null : Asked.TextIn(form["value"]));
            await list.RevokeAsync(new NewRevocation { Target = target, Reason = reason, RevokedBy = by }, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return Refuse(exception.Message.Split(" (Parameter")[0]);
        }
    }

    /// <returns>What was done; null where nothing was, and <see cref="Fault"/> says why.</returns>
    public async Task<Hosting.Notice?> ChangeClientAsync(IFormCollection form, string by, CancellationToken cancellationToken)
    {
        Sent = form;
        if (Asked.TextIn(form["server"]) is not { } server || Asked.TextIn(form["client"]) is not { } client)
        {
            Refuse("Name the authorization server and the client ID.");
            return null;
        }
        try
        {
            switch (form["change"].ToString())
            {
                case "disable":
                    await list.DisableClientAsync(server, client, by, cancellationToken);
                    return Hosting.Notice.ClientDisabled;
                case "enable":
                    return await list.EnableClientAsync(server, client, by, cancellationToken) ? Hosting.Notice.ClientEnabled : Hosting.Notice.ClientWasEnabled;
                case "delete" when IsConfirmed(form):
                    await list.DeleteClientAsync(server, client, by, cancellationToken);
                    return Hosting.Notice.ClientDeleted;
                default:
                    Fault ??= "Choose what to do with the client.";
                    return null;
            }
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            Refuse(exception.Message.Split(" (Parameter")[0]);
            return null;
        }
    }

    private bool IsConfirmed(IFormCollection form) => form["confirm"] == "YES" || Refuse("Type YES, in capital letters, to confirm.");

    private bool Refuse(string fault)
    {
        Fault = fault;
        return false;
    }
}
