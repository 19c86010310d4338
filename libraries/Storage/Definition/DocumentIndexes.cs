using System.Linq.Expressions;

namespace Platform.Storage;

/// <summary>
/// What can be searched for. An index added later is filled from the documents already there at the next start;
/// one no longer named goes.
/// </summary>
public sealed class DocumentIndexes<T> where T : class, IDocument
{
    private readonly List<DocumentIndex> indexes = [];

    /// <summary>
    /// An index over these fields in this order: string, Guid, long, int, bool, enum, DateTimeOffset (nullable too), or, alone,
    /// several strings (labels). Each field becomes searchable.
    /// </summary>
    public DocumentIndexes<T> Index(params Expression<Func<T, object?>>[] fields) => Add(fields, unique: false);

    /// <summary>As <see cref="Index"/>, and no two documents may have the same values. A null is like nothing else.</summary>
    public DocumentIndexes<T> Unique(params Expression<Func<T, object?>>[] fields) => Add(fields, unique: true);

    internal Definition<T> Build(string service, string collection)
    {
        if (typeof(IExpires).IsAssignableFrom(typeof(T)))
        {
            var document = Expression.Parameter(typeof(T));
            var expiry = Field.Of(Expression.Lambda(Expression.Property(document, nameof(IExpires.ExpiresAt)), document));
            indexes.Add(new DocumentIndex([expiry], Unique: false));
        }

        return new Definition<T>(service, collection, [.. indexes.DistinctBy(x => x.Name(collection))]);
    }

    private DocumentIndexes<T> Add(Expression<Func<T, object?>>[] expressions, bool unique)
    {
        ArgumentNullException.ThrowIfNull(expressions);
        var fields = expressions.Select(Field.Of).ToList();
        if (fields.Count == 0 || (fields.Any(x => x.Many) && (fields.Count > 1 || unique)))
        {
            throw new ArgumentException("An index has at least one field, and one of several strings stands alone and is not unique.");
        }

        indexes.Add(new DocumentIndex(fields, unique));
        return this;
    }
}
