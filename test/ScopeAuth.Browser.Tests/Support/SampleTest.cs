using System.Net;
using Microsoft.Playwright;
using ScopeAuth.Console.Tests.Support;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Browser.Tests.Support;

/// <summary>A test of the running sample: its API, its authorization servers, and its console.</summary>
public abstract class SampleTest(ConsoleSample sample, Chromium chromium) : BrowserTest(chromium)
{
    private protected ConsoleSample Sample => sample;

    /// <summary>A page of the console, whose visitor was led to the login first, and from there to it.</summary>
    protected async Task<IPage> EnterAsync(string path, BrowserNewContextOptions? options = null)
    {
        var page = await OpenAsync(options);
        await page.GotoAsync(sample.To(path).AbsoluteUri);
        await page.GetByLabel("Password").FillAsync(sample.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).FollowAsync();
        Assert.Equal(sample.To(path).AbsoluteUri.TrimEnd('/'), page.Url.TrimEnd('/'));
        return page;
    }

    protected Task<IPage> EnterAsync(string path, bool scripts) => EnterAsync(path, new BrowserNewContextOptions { JavaScriptEnabled = scripts });

    protected Task GoToAsync(IPage page, string path) => page.GotoAsync(sample.To(path).AbsoluteUri);

    /// <summary>Calls the API.</summary>
    protected Task<HttpStatusCode> CallAsync(string token, string path = "/api/v1/whoami") => Eventually.IsServedAsync(async () =>
    {
        using var response = await sample.Client.SendAsync("GET", path, token);
        return response.StatusCode;
    });
}
