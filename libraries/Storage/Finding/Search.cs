namespace Platform.Storage;

/// <summary>A search resolved against its collection, ready to be said in a store's language.</summary>
internal sealed record Search(
    IReadOnlyList<(Field Field, Operator Operator, object? Value)> Conditions, Field Order, bool Descending, int Limit, ContinueToken? After)
{
    public static Search Of<T>(Find<T> find, Definition definition) where T : class, IDocument
    {
        var order = definition.Resolve(find.Order ?? Field.Id.Member);
        if (order.Many)
        {
            throw new InvalidOperationException($"'{order.Member}' has several values and orders nothing.");
        }

        var conditions = find.Conditions.Select(x => (definition.Resolve(x.Member), x.Operator, x.Value)).ToList();
        var after = string.IsNullOrEmpty(find.Continue) ? null : ContinueToken.Read(find.Continue, order, find.Descending);
        return new Search(conditions, order, find.Descending, find.PageSize, after);
    }

    public string TokenAfter(IDocument last) =>
        new ContinueToken(last.Id, Order == Field.Id ? null : Order.ValueIn(last)).Write(Order, Descending);
}
