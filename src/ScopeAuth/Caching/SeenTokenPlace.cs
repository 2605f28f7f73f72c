using System.Globalization;

namespace ScopeAuth;

/// <summary>The place of one token among those seen, in falling order of the first use and of the ID: what <see cref="SeenTokenQuery.After"/> holds as text.</summary>
/// <param name="FirstUsed"><see cref="SeenToken.FirstUsed"/>.</param>
/// <param name="Id"><see cref="SeenToken.Id"/>.</param>
public readonly record struct SeenTokenPlace(DateTimeOffset FirstUsed, string Id)
{
    private const int IdLength = 64;

    /// <summary>The place of a token.</summary>
    /// <param name="token">The token.</param>
    public static SeenTokenPlace Of(SeenToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new(token.FirstUsed, token.Id);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">The place, or the default value.</param>
    /// <returns><see langword="false"/> if the text is anything else. It never throws.</returns>
    public static bool TryParse(string text, out SeenTokenPlace place)
    {
        ArgumentNullException.ThrowIfNull(text);
        place = default;
        var at = text.IndexOf('-', StringComparison.Ordinal);
        if (at < 0 || !long.TryParse(text.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTime.MaxValue.Ticks) return false;
        var id = text.AsSpan(at + 1);
        if (id.Length != IdLength) return false;
        foreach (var digit in id)
            if (!char.IsAsciiHexDigitLower(digit)) return false;
        place = new(new(ticks, TimeSpan.Zero), id.ToString());
        return true;
    }

    /// <summary>The place as text.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{FirstUsed.UtcTicks}-{Id}");
}
