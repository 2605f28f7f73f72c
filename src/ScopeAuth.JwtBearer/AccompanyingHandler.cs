using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace ScopeAuth.JwtBearer;

/// <summary>Stands around the application's handler: that one first, with all its events, then ScopeAuth. What one of them refuses is refused.</summary>
internal sealed class AccompanyingHandler(AccompaniedScheme accompanied, RequestAuthentication requests) : IAuthenticationHandler
{
    private IAuthenticationHandler _handler = null!;
    private AuthenticationScheme _scheme = null!;
    private HttpContext _context = null!;
    private Task<AuthenticateResult>? _result;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        (_scheme, _context) = (scheme, context);
        _handler = accompanied.CreateHandler(context.RequestServices);
        return _handler.InitializeAsync(scheme, context);
    }

    // Once for each request, as with the framework's own handlers: it is asked by the middleware and by every policy.
    public Task<AuthenticateResult> AuthenticateAsync() => _result ??= JudgeAsync();

    public async Task ChallengeAsync(AuthenticationProperties? properties)
    {
        await AuthenticateAsync();
        await AnswerAsync(Rejection.NoCredentials, properties);
    }

    public async Task ForbidAsync(AuthenticationProperties? properties)
    {
        await AuthenticateAsync();
        await AnswerAsync(Rejection.PolicyNotMet, properties);
    }

    private async Task<AuthenticateResult> JudgeAsync()
    {
        var (theirs, failure) = await AskHandlerAsync();
        if (theirs is { Succeeded: true }) return await requests.AuthenticateAsync(_context, _scheme.Name, theirs.Ticket);

        // Refused. ScopeAuth's judgement of the header says why in its own words; if it has no fault to find, the handler alone knows.
        var ours = await requests.AuthenticateAsync(_context, _scheme.Name);
        if (!ours.Succeeded) return ours;
        return RequestAuthentication.Refuse(_context, failure is null ? Rejection.NoCredentials : HandlerFailure.ReasonOf(failure));
    }

    private async Task<(AuthenticateResult? Result, Exception? Failure)> AskHandlerAsync()
    {
        try
        {
            var result = await _handler.AuthenticateAsync();
            return (result, result.Failure);
        }
        catch (Exception exception) when (HandlerFailure.IsOutage(exception))
        {
            return (null, exception);
        }
    }

    private async Task AnswerAsync(Rejection otherwise, AuthenticationProperties? properties)
    {
        var status = RequestAuthentication.StatusOf(_context, otherwise);
        if (await IsAnsweredByHandlerAsync(status, properties)) return;
        await requests.AnswerAsync(_context, otherwise);
    }

    /// <summary>Lets the handler's events run where the answer is one that they know. What they answer themselves stands.</summary>
    private async Task<bool> IsAnsweredByHandlerAsync(int status, AuthenticationProperties? properties)
    {
        var response = _context.Response;
        var challenges = response.Headers.WWWAuthenticate;
        if (status == StatusCodes.Status401Unauthorized) await _handler.ChallengeAsync(properties);
        else if (status == StatusCodes.Status403Forbidden) await _handler.ForbidAsync(properties);
        else return false;

        if (response.HasStarted || response.StatusCode != status) return true;
        // The handler's own challenge quotes the token, and says less than ours.
        response.Headers.WWWAuthenticate = challenges;
        return false;
    }
}
