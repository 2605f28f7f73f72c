using System.Globalization;
using System.Text;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Explanation;

/// <summary>An explanation as lines for a terminal: text of the token cannot move the cursor, colour anything or forge a line.</summary>
internal static class ExplanationText
{
    public static string Write(AccessTokenExplanation explanation)
    {
        var text = new StringBuilder();
        text.AppendLine(explanation.Rejection is { } reason
            ? string.Create(CultureInfo.InvariantCulture, $"Refused: {reason} ({(int)reason})")
            : $"Accepted, as {string.Join(", ", explanation.AdminIds)}");
        if (explanation.Advice is { } advice) text.AppendLine(advice);
        foreach (var (station, number) in explanation.Stations.Select((station, index) => (station, index + 1)))
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"{number}. {station.Name}: {Describe(station.State)}").AppendLine();
            if (station.State is StationState.Passed or StationState.Stopped) text.Append("   ").AppendLine(station.Question);
            foreach (var fact in station.Facts)
            {
                text.Append(fact.IsAtFault ? "  ! " : "    ").Append(VisibleText.Escape(fact.Name)).Append(": ").Append(VisibleText.Escape(fact.Found) ?? "not there");
                if (fact.Expected is { } expected) text.Append("; wanted: ").Append(VisibleText.Escape(expected));
                text.AppendLine();
            }
        }
        Append(text, "Header", explanation.Header);
        Append(text, "Claims", explanation.Payload);
        return text.ToString();
    }

    private static string Describe(StationState state) => state switch
    {
        StationState.Passed => "passed",
        StationState.Stopped => "STOPPED HERE",
        StationState.NotReached => "not reached",
        _ => "not needed",
    };

    private static void Append(StringBuilder text, string title, string? json)
    {
        if (json is null) return;
        text.AppendLine().AppendLine(title);
        foreach (var line in json.Split('\n')) text.Append("  ").AppendLine(VisibleText.Escape(line.TrimEnd('\r')));
    }
}
