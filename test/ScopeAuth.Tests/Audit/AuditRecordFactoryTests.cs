using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Audit;
using ScopeAuth.Bearer;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Tests.Audit;

public sealed class AuditRecordFactoryTests
{
    private readonly DefaultHttpContext _context = new();

    [Theory]
    [InlineData("GET", "Read")]
    [InlineData("HEAD", "Read")]
    [InlineData("QUERY", "Read")]
    [InlineData("POST", "Create")]
    [InlineData("PUT", "Update")]
    [InlineData("PATCH", "Patch")]
    [InlineData("DELETE", "Delete")]
    [InlineData("OPTIONS", "OPTIONS")]
    [InlineData("purge", "PURGE")]
    public void The_method_names_the_action_where_the_endpoint_does_not(string method, string action)
    {
        _context.Request.Method = method;

        Assert.Equal(action, Record().Action);
    }

    [Fact]
    public void A_method_of_any_length_makes_a_short_action()
    {
        _context.Request.Method = new string('X', 5000);

        Assert.Equal(new string('X', 32), Record().Action);
    }

    [Fact]
    public void The_resource_is_the_path_with_its_base_and_without_its_query()
    {
        _context.Request.PathBase = "/base";
        _context.Request.Path = "/api/rules";
        _context.Request.QueryString = new("?access_token=secret");

        Assert.Equal("/base/api/rules", Record().Resource);
    }

    [Fact]
    public void A_long_path_is_cut_and_no_character_in_two()
    {
        _context.Request.Path = "/" + string.Concat(Enumerable.Repeat("🙂", 3000));

        var resource = Record().Resource;
        Assert.Equal(2047, resource.Length);
        Assert.EndsWith("🙂", resource, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    public void An_address_of_version_4_is_shown_as_one(string connection, string shown)
    {
        _context.Connection.RemoteIpAddress = IPAddress.Parse(connection);

        Assert.Equal(shown, Record().ClientIp?.ToString());
    }

    [Fact]
    public void Without_an_address_there_is_none() => Assert.Null(Record().ClientIp);

    [Fact]
    public void The_category_of_the_policy_stands_unless_the_endpoint_names_its_own()
    {
        RequestDecision.Of(_context).Category = "Firewall";
        Assert.Equal("Firewall", Record().Category);

        _context.SetEndpoint(new(null, new(new AuditActionAttribute("Activate")), "endpoint"));
        Assert.Equal(("Activate", "Firewall", "API"), (Record().Action, Record().Category, Record().Interface));

        _context.SetEndpoint(new(null, new(new AuditActionAttribute("Activate") { Category = "Activation", Interface = "UI" }), "endpoint"));
        Assert.Equal(("Activate", "Activation", "UI"), (Record().Action, Record().Category, Record().Interface));
    }

    [Fact]
    public void The_trace_id_is_the_activity_s_and_else_the_request_s()
    {
        _context.TraceIdentifier = "0HN:1";
        Activity.Current = null;
        Assert.Equal("0HN:1", TraceId.Of(_context));

        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        Assert.Equal(activity.TraceId.ToHexString(), TraceId.Of(_context));
        Assert.Equal(activity.TraceId.ToHexString(), Record().TraceId);
    }

    [Fact]
    public void An_activity_without_a_trace_id_does_not_make_all_requests_one_trace()
    {
        _context.TraceIdentifier = "0HN:1";
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.Hierarchical).Start();

        Assert.Equal("0HN:1", TraceId.Of(_context));
    }

    private AuditRecord Record() =>
        AuditRecordFactory.Create(_context, RequestDecision.Of(_context), DateTimeOffset.UnixEpoch, 200, AuditResult.Success, null);
}
