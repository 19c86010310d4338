using System.Runtime.CompilerServices;
using Acornima;
using Acornima.Ast;

namespace Platform.Oam.Plugins.Scripts;

/// <summary>
/// Refuses what no limit would catch while it runs: limits are looked at between statements, so a single expression must not be able
/// to do much. Big integers and imports have no use here.
/// </summary>
internal sealed class ScriptCheck : AstVisitor
{
    private int depth;
    private int joins;

    /// <exception cref="ScriptException">The script has something in it that is not allowed.</exception>
    public static void Run(Script script) => new ScriptCheck().Visit(script);

    public override object? Visit(Node node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++depth > ScriptLimits.Nesting) throw Refuse(node, $"expressions are nested more than {ScriptLimits.Nesting} deep");
        var outer = joins;
        if (node is Statement) joins = 0;
        var result = base.Visit(node);
        if (node is Statement) joins = outer;
        depth--;
        return result;
    }

    protected override object? VisitBinaryExpression(BinaryExpression node)
    {
        if (node.Operator == Operator.Addition) Join(node, 1);
        return base.VisitBinaryExpression(node);
    }

    protected override object? VisitTemplateLiteral(TemplateLiteral node)
    {
        Join(node, node.Expressions.Count);
        return base.VisitTemplateLiteral(node);
    }

    protected override object? VisitLiteral(Literal node) =>
        node is BigIntLiteral ? throw Refuse(node, "big integers aren't available") : base.VisitLiteral(node);

    protected override object? VisitImportExpression(ImportExpression node) => throw Refuse(node, "import isn't available");

    private void Join(Node node, int count)
    {
        joins += count;
        if (joins > ScriptLimits.Joins) throw Refuse(node, $"one statement joins more than {ScriptLimits.Joins} values; use several");
    }

    private static ScriptException Refuse(Node node, string what) => new($"line {node.Location.Start.Line}: {what}");
}
