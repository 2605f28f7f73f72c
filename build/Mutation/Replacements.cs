using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace ScopeAuth.Mutation;

/// <summary>What may stand in the place of an expression, by its form alone. What does not compile is dropped later.</summary>
internal static class Replacements
{
    private static readonly Dictionary<SyntaxKind, SyntaxKind[]> Operators = new()
    {
        [SyntaxKind.EqualsExpression] = [SyntaxKind.NotEqualsExpression],
        [SyntaxKind.NotEqualsExpression] = [SyntaxKind.EqualsExpression],
        [SyntaxKind.LessThanExpression] = [SyntaxKind.LessThanOrEqualExpression, SyntaxKind.GreaterThanExpression],
        [SyntaxKind.LessThanOrEqualExpression] = [SyntaxKind.LessThanExpression, SyntaxKind.GreaterThanExpression],
        [SyntaxKind.GreaterThanExpression] = [SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.LessThanExpression],
        [SyntaxKind.GreaterThanOrEqualExpression] = [SyntaxKind.GreaterThanExpression, SyntaxKind.LessThanExpression],
        [SyntaxKind.LogicalAndExpression] = [SyntaxKind.LogicalOrExpression],
        [SyntaxKind.LogicalOrExpression] = [SyntaxKind.LogicalAndExpression],
        [SyntaxKind.AddExpression] = [SyntaxKind.SubtractExpression],
        [SyntaxKind.SubtractExpression] = [SyntaxKind.AddExpression],
        [SyntaxKind.MultiplyExpression] = [SyntaxKind.DivideExpression],
        [SyntaxKind.DivideExpression] = [SyntaxKind.MultiplyExpression],
        [SyntaxKind.ModuloExpression] = [SyntaxKind.MultiplyExpression],
        [SyntaxKind.BitwiseAndExpression] = [SyntaxKind.BitwiseOrExpression],
        [SyntaxKind.BitwiseOrExpression] = [SyntaxKind.BitwiseAndExpression],
        [SyntaxKind.LeftShiftExpression] = [SyntaxKind.RightShiftExpression],
        [SyntaxKind.RightShiftExpression] = [SyntaxKind.LeftShiftExpression],
    };

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["All"] = "Any",
        ["Any"] = "All",
        ["Min"] = "Max",
        ["Max"] = "Min",
        ["StartsWith"] = "EndsWith",
        ["EndsWith"] = "StartsWith",
        ["IndexOf"] = "LastIndexOf",
        ["LastIndexOf"] = "IndexOf",
        ["Ordinal"] = "OrdinalIgnoreCase",
        ["OrdinalIgnoreCase"] = "Ordinal",
    };

    public static IEnumerable<ExpressionSyntax> Of(ExpressionSyntax node) => node switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce when coalesce.Right is not ThrowExpressionSyntax => [coalesce.Right],
        BinaryExpressionSyntax binary when Operators.TryGetValue(binary.Kind(), out var others) => others.Select(kind => BinaryExpression(kind, binary.Left, binary.Right)),
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } => [LiteralExpression(SyntaxKind.FalseLiteralExpression)],
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } => [LiteralExpression(SyntaxKind.TrueLiteralExpression)],
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression, Token.Value: int number } => [ParseExpression((number + 1).ToString(CultureInfo.InvariantCulture))],
        IsPatternExpressionSyntax { Pattern: var pattern } test => Patterns(pattern).Select(other => IsPatternExpression(test.Expression, other)),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } access } call when Names.TryGetValue(name.Identifier.Text, out var other) =>
            [call.WithExpression(access.WithName(IdentifierName(other)))],
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "StringComparison" or "StringComparer" }, Name: IdentifierNameSyntax name } access
            when Names.TryGetValue(name.Identifier.Text, out var other) => [access.WithName(IdentifierName(other))],
        _ => [],
    };

    // One part of the pattern at a time.
    private static IEnumerable<PatternSyntax> Patterns(PatternSyntax pattern) => pattern switch
    {
        BinaryPatternSyntax binary =>
        [
            binary.Left, binary.Right,
            .. Patterns(binary.Left).Select(binary.WithLeft),
            .. Patterns(binary.Right).Select(binary.WithRight),
        ],
        ParenthesizedPatternSyntax { Pattern: var inner } => Patterns(inner).Select(other => ParenthesizedPattern(other)),
        UnaryPatternSyntax { Pattern: var inner } not => Patterns(inner).Select(other => not.WithPattern(other is BinaryPatternSyntax ? ParenthesizedPattern(other) : other)),
        RelationalPatternSyntax relational => [RelationalPattern(Token(Neighbour(relational.OperatorToken.Kind())), relational.Expression)],
        _ => [],
    };

    private static SyntaxKind Neighbour(SyntaxKind relation) => relation switch
    {
        SyntaxKind.LessThanToken => SyntaxKind.LessThanEqualsToken,
        SyntaxKind.LessThanEqualsToken => SyntaxKind.LessThanToken,
        SyntaxKind.GreaterThanToken => SyntaxKind.GreaterThanEqualsToken,
        _ => SyntaxKind.GreaterThanToken,
    };
}
