using System.Buffers.Text;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ScopeAuth.Scopes;
using ScopeAuth.Tests.Tokens;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Fuzzing;

public sealed class GrammarPropertyTests
{
    private static readonly Gen<string> Segment =
        Gen.Elements("!#$%&'()*+,-./0123456789;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~".ToCharArray()).ArrayOf()
            .Where(characters => characters.Length is > 0 and <= ScopeGrammar.MaxSegmentLength).Select(characters => new string(characters));

    // Colons and blanks often, so that the text is nearly right.
    private static readonly Gen<string> NearScope = Gen.Elements(":", "::", "a", "B", "1", " ", ".", "-", "\"", "\\", "é", "\u0130", "\u212a", "\0", "zscaler.net").ArrayOf().Select(string.Concat);

    private static readonly Gen<string> NearBase64Url = Gen.Elements("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_AAAAQgw=+/ \n~é".ToCharArray()).ArrayOf()
        .Select(characters => new string(characters));

    [Fact]
    public void Three_segments_make_a_role_scope_that_reads_as_it_was_written() => Property.Holds(
        Segment.SelectMany(cloud => Segment.SelectMany(org => Segment.Select(role => (cloud, org, role)))),
        parts => RoleScope.TryParse($"{parts.cloud}::{parts.org}::{parts.role}", out var scope)
            && (scope.Cloud, scope.OrgId, scope.Role) == parts
            && RoleScope.Parse(scope.ToString()) == scope
            && scope.Organization == Organization.Parse($"{parts.cloud}::{parts.org}"));

    [Fact]
    public void What_is_read_is_written_as_it_was() => Property.Holds(
        Gen.OneOf(NearScope, ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "")),
        text => (!RoleScope.TryParse(text, out var scope) || scope.ToString() == text)
            && (!Organization.TryParse(text, out var organization) || organization.ToString() == text)
            && RoleScope.TryParse(text, out _) == IsRoleScope(text),
        tests: 5000);

    [Fact]
    public void Only_the_canonical_base64url_of_bytes_is_read() => Property.Holds(
        NearBase64Url,
        text => CompactToken.Read(CompactToken.Of("""{"alg":"RS256"}""", signature: text)) is null == IsCanonical(text),
        tests: 10_000);

    [Fact]
    public void Bytes_come_back_as_they_were() => Property.Holds(
        ArbMap.Default.GeneratorFor<byte[]>().Where(bytes => bytes is { Length: > 0 }),
        bytes =>
        {
            var read = UnverifiedToken.Read(CompactToken.Of("""{"alg":"RS256"}""", signature: Base64Url.EncodeToString(bytes)), CompactToken.MaxLength, out var token);
            return read is null && token.Signature.SequenceEqual(bytes);
        });

    // RFC 4648 sections 3.5 and 5, from the platform's own encoder.
    private static bool IsCanonical(string text)
    {
        try
        {
            return text.Length > 0 && Base64Url.EncodeToString(Base64Url.DecodeFromChars(text)) == text;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // The grammar once more, letter by letter.
    private static bool IsRoleScope(string text) =>
        text.Split("::") is [var cloud, var org, var role] && new[] { cloud, org, role }.All(segment =>
            segment.Length is > 0 and <= 128 && Encoding.UTF8.GetByteCount(segment) == segment.Length
            && segment.All(character => character is '\x21' or (>= '\x23' and <= '\x5B' and not ':') or (>= '\x5D' and <= '\x7E')));
}
