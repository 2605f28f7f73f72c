using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace ScopeAuth.Mutation;

/// <summary>Writes every mutant of one file beside the text that it replaces: <c>Mutants.Is(7) ? a &lt;= b : a &lt; b</c>.</summary>
internal sealed class MutantRewriter(string file, SemanticModel model, Func<int> nextId, Func<int, bool> isWanted, List<Mutant> mutants) : CSharpSyntaxRewriter
{
    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        if (node is null || !Place.IsMutable(node)) return node;
        var visited = base.Visit(node);
        return (node, visited) switch
        {
            (ExpressionStatementSyntax statement, StatementSyntax inner) => Removable(statement, inner),
            (ContinueStatementSyntax or BreakStatementSyntax, StatementSyntax inner) when node.Parent is not SwitchSectionSyntax => Remove((StatementSyntax)node, inner),
            (ExpressionSyntax expression, ExpressionSyntax inner) when Place.IsValue(expression) => Expression(expression, inner),
            _ => visited,
        };
    }

    private ExpressionSyntax Expression(ExpressionSyntax node, ExpressionSyntax inner)
    {
        var declares = Place.Declares(node);
        if (!declares)
            foreach (var other in Replacements.Of(node))
                if (other.NormalizeWhitespace() is var replacement && Add(node, replacement.ToString()) is { } id)
                    inner = ParenthesizedExpression(ConditionalExpression(Is(id), ParenthesizedExpression(replacement), inner.WithoutTrivia()));
        if (!IsLeafCondition(node)) return inner;
        // What a pattern or an out parameter declares is assigned only where the condition holds: it can be made false, not true.
        if (declares)
            return Add(node, "false") is { } never ? ParenthesizedExpression(BinaryExpression(SyntaxKind.LogicalAndExpression, Parenthesized(inner), Not(Is(never)))) : inner;
        return Add(node, "its opposite") is { } opposite ? ParenthesizedExpression(BinaryExpression(SyntaxKind.ExclusiveOrExpression, Is(opposite), Parenthesized(inner))) : inner;
    }

    private StatementSyntax Removable(ExpressionStatementSyntax node, StatementSyntax inner) =>
        node.Expression is InvocationExpressionSyntax or AwaitExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax
        && !node.ToString().Contains("ArgumentNullException", StringComparison.Ordinal)
            ? Remove(node, inner)
            : inner;

    private StatementSyntax Remove(StatementSyntax node, StatementSyntax inner) =>
        Add(node, "nothing") is { } id ? IfStatement(Not(Is(id)), inner.WithoutTrivia()).NormalizeWhitespace().WithTriviaFrom(inner) : inner;

    // Comparisons and combinations have mutants of their own.
    private bool IsLeafCondition(ExpressionSyntax node) =>
        node is InvocationExpressionSyntax or IsPatternExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax
        && model.GetTypeInfo(node).Type?.SpecialType is SpecialType.System_Boolean
        && !(node.Parent is MemberAccessExpressionSyntax or InvocationExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Parent: IsPatternExpressionSyntax });

    private int? Add(SyntaxNode node, string becomes)
    {
        var id = nextId();
        if (!isWanted(id)) return null;
        var line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        mutants.Add(new(id, file, line, Short(node.ToString()), Short(becomes)));
        return id;
    }

    private static string Short(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is var line && line.Length > 90 ? line[..90] + "..." : line;

    private static ExpressionSyntax Is(int id) => ParseExpression($"global::ScopeAuth.Mutants.Is({id})");

    private static PrefixUnaryExpressionSyntax Not(ExpressionSyntax condition) => PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, condition);

    private static ParenthesizedExpressionSyntax Parenthesized(ExpressionSyntax inner) => ParenthesizedExpression(inner.WithoutTrivia());
}
