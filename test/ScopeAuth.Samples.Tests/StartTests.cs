using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using ScopeAuth.Samples.Start;
using ScopeAuth.Samples.Tests.Support;

namespace ScopeAuth.Samples.Tests;

public sealed class StartTests(SampleFixture sample)
{
    [Fact]
    public async Task The_printed_example_runs_in_bash()
    {
        var output = await Bash.RunAsync(sample.Process.PrintedExample);

        using var caller = JsonDocument.Parse(output);
        Assert.Equal("oauth-FirewallAdmin$@1234567.zscaler.net", caller.RootElement.GetProperty("adminId").GetString());
    }

    [Theory]
    [InlineData(null, "http://127.0.0.1:5080/")]
    [InlineData("http://localhost:5081", "http://localhost:5081/")]
    [InlineData("http://[::1]:5081", "http://[::1]:5081/")]
    [InlineData("http://*:5081", "http://127.0.0.1:5081/")]             // every address; it reaches itself by this one
    [InlineData("http://0.0.0.0:5081", "http://127.0.0.1:5081/")]
    [InlineData("https://127.0.0.1:5443;http://127.0.0.1:5081", "http://127.0.0.1:5081/")]
    public void The_address_is_the_default_or_the_one_that_was_asked_for(string? urls, string expected)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration["urls"] = urls;

        Assert.Equal(expected, ListeningAddress.Reserve(builder).AbsoluteUri);
    }

    [Fact]
    public void An_address_without_http_is_refused_with_an_example()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration["urls"] = "https://127.0.0.1:5443";

        var fault = Assert.Throws<InvalidOperationException>(() => ListeningAddress.Reserve(builder));

        Assert.Contains("--urls http://127.0.0.1:5080", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_named_with_a_way_out()
    {
        using var second = SampleProcess.Launch(Path.GetTempPath(), "--urls", sample.Process.Address.GetLeftPart(UriPartial.Authority));
        var output = second.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await second.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await second.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("address already in use", errors, StringComparison.Ordinal);
        Assert.Contains("--urls http://127.0.0.1:5081", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_starts_from_any_folder_and_leaves_nothing_there_nor_at_home()
    {
        using var response = await sample.Client.SendAsync("POST", "/api/v1/activate", await sample.Client.GetTokenAsync("entra", "Operator"));
        // Its form has an antiforgery token, whose keys would be kept in a home folder.
        using var page = await sample.Client.SendAsync("GET", "/as/entra");

        Assert.True(response.IsSuccessStatusCode);
        Assert.True(page.IsSuccessStatusCode);
        Assert.Empty(sample.Folder.GetFileSystemInfos());
    }
}
