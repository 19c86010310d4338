namespace Platform.Oam.Expressions;

/// <summary>What stands between <c>${</c> and <c>}</c>: operands of which the first that has a value counts.</summary>
internal sealed record ExpressionTerm(IReadOnlyList<ExpressionOperand> Operands);
