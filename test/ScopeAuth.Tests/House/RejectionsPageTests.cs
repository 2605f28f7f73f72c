using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ScopeAuth.Bearer;
using ScopeAuth.Explanation;

namespace ScopeAuth.Tests.House;

public sealed partial class RejectionsPageTests
{
    [Fact]
    public void Every_rejection_says_what_to_do() =>
        Assert.All(Enum.GetValues<Rejection>(), rejection => Assert.False(string.IsNullOrEmpty(RejectionAdvice.Of(rejection)), $"{rejection}: say in RejectionAdvice what to do."));

    [Fact]
    public void The_page_of_rejections_follows_from_the_code() => CheckedInText.AssertEqual("docs/rejections.md", Write());

    private static string Write()
    {
        var page = new StringBuilder("""
            # Rejections

            Every refused token and request has one of these reasons. It has the same name and number in the response, the log event, the metric, the span
            and the audit record. The numbers are stable. This page follows from the code; a test compares it.

            A response is `application/problem+json` with `status`, `title` (the sentence), `rejection` (the name), `rejectionNumber` and `traceId`. With 401,
            403 and 400 the header `WWW-Authenticate` holds the error code and the sentence; with 503 there is `Retry-After` instead. `"ClientDetail": "Status"`
            leaves name, number and sentence out. Nothing of a token is ever quoted.

            | no. | name | status | error code | sentence | meaning | what to do |
            |---|---|---|---|---|---|---|

            """);
        var meanings = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "ScopeAuth.xml")).Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary"));
        foreach (var rejection in Enum.GetValues<Rejection>())
        {
            var row = RejectionTable.Of(rejection);
            page.Append(CultureInfo.InvariantCulture, $"| {(int)rejection} | `{rejection}` | {row.Status} | {(row.Error is null ? "" : $"`{row.Error}`")} ")
                .Append(CultureInfo.InvariantCulture, $"| {row.Sentence} | {Text(meanings[$"F:ScopeAuth.Rejection.{rejection}"]!)} | {RejectionAdvice.Of(rejection)} |\n");
        }
        return page.ToString();
    }

    private static string Text(XElement summary)
    {
        var text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement reference => $"`{ShortName(reference.Attribute("cref")!.Value)}`",
            _ => node.ToString(),
        }));
        return Spaces().Replace(text, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string ShortName(string cref)
    {
        var parts = cref.Split(':')[1].Split('.');
        return cref[0] == 'F' ? $"{parts[^2]}.{parts[^1]}" : parts[^1];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
