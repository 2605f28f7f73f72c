using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScopeAuth.Mutation;

/// <summary>Where a mutant can stand: not where the language wants a constant, and not in what only people read.</summary>
internal static class Place
{
    public static bool IsMutable(SyntaxNode node) => node is not (
        AttributeListSyntax or EnumMemberDeclarationSyntax or ParameterListSyntax or SwitchLabelSyntax or PatternSyntax or TypeSyntax and not NameSyntax
        or UsingDirectiveSyntax or BaseNamespaceDeclarationSyntax { Name: null } or InterpolatedStringExpressionSyntax or ThrowStatementSyntax or ThrowExpressionSyntax)
        && !(node is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ConstKeyword))
        && !(node is LocalDeclarationStatementSyntax local && local.Modifiers.Any(SyntaxKind.ConstKeyword))
        && !(node is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } })
        && !(node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "Log" } } });

    /// <summary>Whether the expression is a value that another value can stand for: no target, no name of a type, no argument by reference.</summary>
    public static bool IsValue(ExpressionSyntax node) => node.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Right == node,
        ArgumentSyntax argument => argument.RefKindKeyword.IsKind(SyntaxKind.None) && argument.NameColon?.Name != node,
        MemberAccessExpressionSyntax or QualifiedNameSyntax or ExpressionStatementSyntax or NameColonSyntax or NameEqualsSyntax or BaseTypeSyntax => false,
        InvocationExpressionSyntax invocation => invocation.Expression != node,
        ConditionalAccessExpressionSyntax or MemberBindingExpressionSyntax or RefExpressionSyntax => false,
        PostfixUnaryExpressionSyntax or ParenthesizedExpressionSyntax { Parent: ExpressionStatementSyntax } => false,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression or (int)SyntaxKind.AddressOfExpression } => false,
        _ => true,
    };

    public static bool Declares(SyntaxNode node) =>
        node.DescendantNodes(child => child is not AnonymousFunctionExpressionSyntax).Any(child => child is VariableDesignationSyntax and not DiscardDesignationSyntax);
}
