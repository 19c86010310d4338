namespace Platform.Oam.Expressions;

/// <summary>A piece of a text: literal, or an expression.</summary>
internal readonly record struct ExpressionPart(string Text, ExpressionTerm? Term);
