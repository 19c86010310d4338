using System.Linq.Expressions;
using System.Reflection;
using MassTransit;
using Platform.Storage;

namespace Platform.Messaging;

/// <summary>Turns a saga query, <c>saga.Field == value</c> joined by <c>&amp;&amp;</c>, into a search over indexed fields.</summary>
internal static class SagaQuery
{
    private static readonly MethodInfo WhereMethod =
        typeof(SagaQuery).GetMethod(nameof(Where), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <exception cref="NotSupportedException">The query says anything else; correlate by id instead.</exception>
    public static Find<T> Translate<T>(ISagaQuery<T> query) where T : SagaDocument =>
        Translate(Find<T>.All, query.FilterExpression.Parameters[0], query.FilterExpression.Body);

    private static Find<T> Translate<T>(Find<T> find, ParameterExpression saga, Expression expression) where T : SagaDocument =>
        expression switch
        {
            BinaryExpression { NodeType: ExpressionType.AndAlso } and => Translate(Translate(find, saga, and.Left), saga, and.Right),
            BinaryExpression { NodeType: ExpressionType.Equal } equal when FieldOf(equal.Left, saga) is { } left => Apply(find, saga, left, equal.Right),
            BinaryExpression { NodeType: ExpressionType.Equal } equal when FieldOf(equal.Right, saga) is { } right => Apply(find, saga, right, equal.Left),
            _ => throw new NotSupportedException(
                $"a saga is found by fields that equal something, not by '{expression}'; correlate by id where you can"),
        };

    private static MemberExpression? FieldOf(Expression expression, ParameterExpression saga) =>
        expression is UnaryExpression { NodeType: ExpressionType.Convert } convert ? FieldOf(convert.Operand, saga)
        : expression is MemberExpression member && member.Expression == saga ? member
        : null;

    private static Find<T> Apply<T>(Find<T> find, ParameterExpression saga, MemberExpression field, Expression value) where T : SagaDocument
    {
        var constant = Expression.Lambda(Expression.Convert(value, typeof(object))).Compile().DynamicInvoke();
        return (Find<T>)WhereMethod.MakeGenericMethod(typeof(T), field.Type).Invoke(null, [find, Expression.Lambda(field, saga), constant])!;
    }

    private static Find<T> Where<T, V>(Find<T> find, Expression<Func<T, V>> field, object? value) where T : SagaDocument => find.Where(field, (V)value!);
}
