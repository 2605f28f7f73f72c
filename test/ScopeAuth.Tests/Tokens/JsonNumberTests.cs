using System.Text;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

public sealed class JsonNumberTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("7")]
    [InlineData("-7")]
    [InlineData("10")]
    [InlineData("1234567890")]
    [InlineData("0.5")]
    [InlineData("-0.5")]
    [InlineData("1.50")]
    [InlineData("1e5")]
    [InlineData("1E5")]
    [InlineData("1e+5")]
    [InlineData("1e-5")]
    [InlineData("1.5e05")]
    [InlineData("0e0")]
    [InlineData("1e400")]
    [InlineData("123456789012345678901234567890")]
    public void A_number_of_RFC_8259_is_measured_to_its_end(string text)
    {
        foreach (var rest in new[] { "", ",", "}", " ", "]" })
        {
            Assert.True(JsonNumber.TryMeasure(Encoding.ASCII.GetBytes(text + rest), out var length));
            Assert.Equal(text.Length, length);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("--1")]
    [InlineData(".5")]
    [InlineData("-.5")]
    [InlineData("1.")]
    [InlineData("1.e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e-")]
    [InlineData("1e.5")]
    [InlineData("00")]
    [InlineData("01")]
    [InlineData("-01")]
    [InlineData("e5")]
    [InlineData("x")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    public void Anything_else_is_no_number(string text) => Assert.False(JsonNumber.TryMeasure(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("0x1F", 1)]
    [InlineData("1_000", 1)]
    [InlineData("1.5.5", 3)]
    [InlineData("1e5e5", 3)]
    [InlineData("1 2", 1)]
    public void What_follows_a_number_is_left_for_the_reader_to_refuse(string text, int length)
    {
        Assert.True(JsonNumber.TryMeasure(Encoding.ASCII.GetBytes(text), out var measured));
        Assert.Equal(length, measured);
        Assert.False(JsonObject.IsAccepted($$"""{"a":{{text}}}"""));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("0.0", 0)]
    [InlineData("1300819380", 1300819380_0000000)]
    [InlineData("1300819380.0", 1300819380_0000000)]
    [InlineData("1.30081938e9", 1300819380_0000000)]
    [InlineData("13008193800E-1", 1300819380_0000000)]
    [InlineData("0.25", 2500000)]
    [InlineData("1e-400", 0)]
    public void Seconds_are_read_as_a_date(string number, long ticks)
    {
        Assert.True(JsonNumber.TryReadDate(Encoding.ASCII.GetBytes(number), out var date));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddTicks(ticks), date);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("-0.5")]
    [InlineData("-1e400")]
    [InlineData("253402300799.5")]
    [InlineData("253402300800")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("18446744073709551616")]
    [InlineData("100000000000000000000000000")]
    [InlineData("1e26")]
    [InlineData("1e400")]                                   // not "no expiry"
    [InlineData("1e99999999999999999999")]
    [InlineData("")]
    [InlineData("1x")]
    public void A_number_that_no_date_can_hold_is_refused(string number) =>
        Assert.False(JsonNumber.TryReadDate(Encoding.ASCII.GetBytes(number), out _));

    [Fact]
    public void The_last_second_of_the_year_9999_is_a_date()
    {
        Assert.True(JsonNumber.TryReadDate("253402300799"u8, out var date));
        Assert.Equal(253402300799, date.ToUnixTimeSeconds());
    }

    [Fact]
    public void A_date_of_this_century_is_exact_to_a_microsecond_or_so()
    {
        Assert.True(JsonNumber.TryReadDate("1767225600.123456"u8, out var date));
        Assert.InRange(date - DateTimeOffset.FromUnixTimeSeconds(1767225600), TimeSpan.FromMicroseconds(123455), TimeSpan.FromMicroseconds(123457));
    }

    [Fact]
    public void A_number_of_thousands_of_digits_is_read_or_refused_and_never_thrown_about()
    {
        Assert.False(JsonNumber.TryReadDate(Encoding.ASCII.GetBytes("1" + new string('0', 10_000)), out _));
        Assert.True(JsonNumber.TryReadDate(Encoding.ASCII.GetBytes("1." + new string('9', 10_000)), out _));
        Assert.True(JsonNumber.TryReadDate(Encoding.ASCII.GetBytes("0." + new string('0', 10_000) + "1"), out var date));
        Assert.Equal(DateTimeOffset.UnixEpoch, date);
    }
}
