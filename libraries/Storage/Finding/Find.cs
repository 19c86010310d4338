using System.Linq.Expressions;

namespace Platform.Storage;

/// <summary>
/// A search over indexed fields: all conditions hold, one field orders (the id otherwise, and among equals). Immutable; each call
/// gives a new one. Nulls come first; they meet no range condition.
/// </summary>
public sealed class Find<T> where T : class, IDocument
{
    /// <summary>How many a page holds unless <see cref="Limit"/> says otherwise.</summary>
    public const int DefaultLimit = 1000;

    private Find()
    {
    }

    /// <summary>Everything.</summary>
#pragma warning disable CA1000 // Find<Rollout>.All reads as what it is.
    public static Find<T> All { get; } = new();
#pragma warning restore CA1000

    internal IReadOnlyList<Condition> Conditions { get; private init; } = [];

    internal string? Order { get; private init; }

    internal bool Descending { get; private init; }

    internal int PageSize { get; private init; } = DefaultLimit;

    internal string? Continue { get; private init; }

    /// <summary>The field has this value.</summary>
    public Find<T> Where<TValue>(Expression<Func<T, TValue>> field, TValue value) => With(field, Operator.Is, StoredValue.Of(value));

    /// <summary>The field, several strings, contains this one.</summary>
    public Find<T> Where(Expression<Func<T, IEnumerable<string>?>> field, string value) => With(field, Operator.Is, value);

    /// <summary>The field has another value, or none.</summary>
    public Find<T> WhereNot<TValue>(Expression<Func<T, TValue>> field, TValue value) => With(field, Operator.IsNot, StoredValue.Of(value));

    /// <summary>The field, several strings, does not contain this one.</summary>
    public Find<T> WhereNot(Expression<Func<T, IEnumerable<string>?>> field, string value) => With(field, Operator.IsNot, value);

    /// <summary>The field has one of these values; with none, nothing matches.</summary>
    public Find<T> WhereIn<TValue>(Expression<Func<T, TValue>> field, params IEnumerable<TValue> values) =>
        With(field, Operator.In, values.Select(StoredValue.Of).ToList());

    /// <summary>The field, several strings, contains at least one of these.</summary>
    public Find<T> WhereIn(Expression<Func<T, IEnumerable<string>?>> field, params IEnumerable<string> values) =>
        With(field, Operator.In, values.Select(x => (object?)x).ToList());

    /// <summary>The field is this value or less.</summary>
    public Find<T> WhereAtMost<TValue>(Expression<Func<T, TValue>> field, TValue value) => With(field, Operator.AtMost, Bound(value));

    /// <summary>The field is this value or more.</summary>
    public Find<T> WhereAtLeast<TValue>(Expression<Func<T, TValue>> field, TValue value) => With(field, Operator.AtLeast, Bound(value));

    /// <summary>The field is more than this value.</summary>
    public Find<T> After<TValue>(Expression<Func<T, TValue>> field, TValue value) => With(field, Operator.After, Bound(value));

    /// <summary>The field is less than this value.</summary>
    public Find<T> Before<TValue>(Expression<Func<T, TValue>> field, TValue value) => With(field, Operator.Before, Bound(value));

    /// <summary>The field starts with this text, compared by character.</summary>
    public Find<T> WhereStartsWith(Expression<Func<T, string?>> field, string prefix) =>
        // The last code point there is: no text in use continues with it.
        With(field, Operator.AtLeast, prefix).With(field, Operator.Before, prefix + "\U0010FFFF");

    /// <summary>Smallest first.</summary>
    public Find<T> OrderBy<TValue>(Expression<Func<T, TValue>> field) => Copy(order: Field.NameOf(field), descending: false);

    /// <summary>Largest first; among equals the ids too run backwards.</summary>
    public Find<T> OrderByDescending<TValue>(Expression<Func<T, TValue>> field) => Copy(order: Field.NameOf(field), descending: true);

    /// <summary>At most so many in a page.</summary>
    public Find<T> Limit(int items)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        return Copy(limit: items);
    }

    /// <summary>The page after the one that gave this token; null is the first.</summary>
    public Find<T> ContinueFrom(string? token) => Copy(token: token ?? "");

    private static object Bound<TValue>(TValue value) =>
        StoredValue.Of(value) ?? throw new ArgumentNullException(nameof(value), "Nothing is more or less than null.");

    private Find<T> With(LambdaExpression field, Operator comparison, object? value) =>
        Copy(conditions: [.. Conditions, new Condition(Field.NameOf(field), comparison, value)]);

    private Find<T> Copy(
        IReadOnlyList<Condition>? conditions = null, string? order = null, bool? descending = null, int? limit = null, string? token = null) =>
        new()
        {
            Conditions = conditions ?? Conditions,
            Order = order ?? Order,
            Descending = descending ?? Descending,
            PageSize = limit ?? PageSize,
            Continue = token ?? Continue,
        };
}
