namespace Platform.Oam.Expressions;

/// <summary>A path like <c>cluster.labels.region</c>, or a literal when the path is null.</summary>
internal sealed record ExpressionOperand(string[]? Path, object? Literal)
{
    /// <summary>Its value becomes a text.</summary>
    public bool AsText { get; init; }

    public override string ToString() => Path is null ? $"{Literal}" : string.Join('.', Path);
}
