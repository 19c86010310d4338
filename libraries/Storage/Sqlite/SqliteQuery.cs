using System.Text;
using System.Text.Json;
using static Platform.Storage.Sqlite.SqliteNames;

namespace Platform.Storage.Sqlite;

/// <summary>A search as SQL. Values are always parameters, and lists are one, so that statements stay few and prepared.</summary>
internal sealed class SqliteQuery(Definition definition)
{
    private readonly StringBuilder where = new();
    private readonly List<object?> values = [];

    public object?[] Values => [.. values];

    public string Where => where.ToString();

    public string Select(Search search, int limit)
    {
        AddConditions(search);
        AddContinuation(search);
        var direction = search.Descending ? " DESC" : "";
        var order = search.Order == Field.Id ? "id" + direction : $"{Column(search.Order)}{direction}, id{direction}";
        return $"SELECT id, version, json FROM {Table(definition)}{where} ORDER BY {order} LIMIT {Parameter((long)limit)}";
    }

    public string Count(Search search)
    {
        AddConditions(search);
        return $"SELECT count(*) FROM {Table(definition)}{where}";
    }

    private void AddConditions(Search search)
    {
        foreach (var (field, comparison, value) in search.Conditions)
        {
            And(field.Many ? Contains(field, comparison, value) : Compare(Column(field), comparison, value));
        }
    }

    private string Contains(Field field, Operator comparison, object? value)
    {
        var negated = comparison == Operator.IsNot;
        var one = Compare("value", negated ? Operator.Is : comparison, value);
        return $"id {(negated ? "NOT IN" : "IN")} (SELECT id FROM {ValuesTable(definition, field)} WHERE {one})";
    }

    private string Compare(string column, Operator comparison, object? value) => comparison switch
    {
        Operator.Is => value is null ? $"{column} IS NULL" : $"{column} = {Parameter(value)}",
        Operator.IsNot => $"{column} IS NOT {Parameter(value)}",
        Operator.In => In(column, (IReadOnlyList<object?>)value!),
        Operator.AtLeast => $"{column} >= {Parameter(value)}",
        Operator.AtMost => $"{column} <= {Parameter(value)}",
        Operator.After => $"{column} > {Parameter(value)}",
        Operator.Before => $"{column} < {Parameter(value)}",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
    };

    private string In(string column, IReadOnlyList<object?> list)
    {
        var given = JsonSerializer.Serialize(list.Where(x => x is not null));
        var matches = $"{column} IN (SELECT value FROM json_each({Parameter(given)}))";
        return list.Contains(null) ? $"({matches} OR {column} IS NULL)" : matches;
    }

    // Keyset paging: what comes after the last one seen, whatever was inserted before it meanwhile. Nulls are smallest.
    private void AddContinuation(Search search)
    {
        if (search.After is not { } last)
        {
            return;
        }

        var than = search.Descending ? "<" : ">";
        if (search.Order == Field.Id)
        {
            And($"id {than} {Parameter(last.Id)}");
            return;
        }

        var column = Column(search.Order);
        And((last.Value, search.Descending) switch
        {
            (null, false) => $"({column} IS NOT NULL OR id > {Parameter(last.Id)})",
            (null, true) => $"({column} IS NULL AND id < {Parameter(last.Id)})",
            (_, false) => $"({column}, id) > ({Parameter(last.Value)}, {Parameter(last.Id)})",
            (_, true) => $"(({column}, id) < ({Parameter(last.Value)}, {Parameter(last.Id)}) OR {column} IS NULL)",
        });
    }

    private void And(string condition) => where.Append(where.Length == 0 ? " WHERE " : " AND ").Append(condition);

    private string Parameter(object? value)
    {
        values.Add(value is bool flag ? (flag ? 1L : 0L) : value);
        return "$" + (values.Count - 1);
    }
}
