using System.Net;
using ScopeAuth.Network;

namespace ScopeAuth.Introspection;

/// <summary>One question to a server about one token (RFC 7662 section 2), and what its answer amounts to.</summary>
internal sealed class IntrospectionClient(
    Backchannel backchannel, IntrospectionEndpoint endpoint, IClientAuthentication authentication, SignedAnswers? signed, TimeSpan cacheDuration,
    TimeProvider clock)
{
    private const string Json = "application/json";

    /// <summary>Longer than the answer in it: base64, a signature, a few members.</summary>
    private const int MaxSignedBytes = 2 * IntrospectionAnswerReader.MaxBytes;

    /// <summary>How long a no is believed: long enough to bear a flood of one token, short enough for one that was just issued.</summary>
    private static readonly TimeSpan NegativeDuration = TimeSpan.FromSeconds(10);

    public string Endpoint => endpoint.Shown;

    public async Task<IntrospectionReply> AskAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken)
    {
        var (address, unknown) = await endpoint.FindAsync(cancellationToken);
        if (address is null) return IntrospectionReply.Failed(unknown!);

        var asked = clock.GetUtcNow();
        if (await SendAsync(address, token, cancellationToken) is not { } response)
            return IntrospectionReply.Failed(IntrospectionFailureKind.CredentialsUnreadable, "the secret or key of this API's client cannot be read");
        if (response.Failure is { } failure) return IntrospectionReply.Failed(Explain(failure, response.Status)) with { RetryAfter = response.RetryAfter };

        var body = response.Body;
        if (signed is not null)
        {
            // A plain answer where a signed one was agreed on is what somebody in between would send.
            if (response.MediaType != SignedAnswers.MediaType || await signed.UnpackAsync(body, cancellationToken) is not { } unpacked)
                return IntrospectionReply.Failed(IntrospectionFailureKind.InvalidSignature, "the answer is not signed with a key of the server for this client");
            body = unpacked;
        }
        var answer = IntrospectionAnswerReader.Read(body, asked, cacheDuration, NegativeDuration, out var odd);
        return answer is null
            ? IntrospectionReply.Failed(IntrospectionFailureKind.InvalidAnswer, "the answer is not a strict JSON object")
            : new(answer) { IsOdd = odd };
    }

    /// <returns>Null if there is nothing to prove with who asks.</returns>
    private async Task<BackchannelResponse?> SendAsync(Uri address, ReadOnlyMemory<char> token, CancellationToken cancellationToken)
    {
        while (true)
        {
            var form = new FormText().Add("token", token.Span).Add("token_type_hint", "access_token");
            if (await authentication.ProveAsync(form, address, cancellationToken) is not { } proof) return null;
            var request = new BackchannelRequest(
                address, signed is null ? Json : SignedAnswers.MediaType, signed is null ? IntrospectionAnswerReader.MaxBytes : MaxSignedBytes)
            {
                Form = form.ToString(),
                Authorization = proof.Header,
            };
            var response = await backchannel.SendAsync(request, cancellationToken);
            if (!IsRefusal(response) || !authentication.TryRenew(proof)) return response;
        }
    }

    // Not 401 alone: RFC 6749 section 5.2 has invalid_client under 400 as well.
    private static bool IsRefusal(BackchannelResponse response) =>
        response.Status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    private static IntrospectionFailure Explain(NetworkFailure failure, HttpStatusCode? status) => new(
        status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => IntrospectionFailureKind.ClientRefused,
            HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => IntrospectionFailureKind.Unreachable,
            not null => IntrospectionFailureKind.RequestRefused,
            _ => failure.Kind switch
            {
                NetworkFailureKind.TooLarge or NetworkFailureKind.ContentType or NetworkFailureKind.ContentEncoding => IntrospectionFailureKind.InvalidAnswer,
                NetworkFailureKind.Redirect or NetworkFailureKind.AddressNotAllowed => IntrospectionFailureKind.RequestRefused,
                _ => IntrospectionFailureKind.Unreachable,
            },
        },
        failure.Detail);
}
