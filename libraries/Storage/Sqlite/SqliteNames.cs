namespace Platform.Storage.Sqlite;

/// <summary>Names in SQL, and what stands for a field there.</summary>
internal static class SqliteNames
{
    public static string Table(Definition definition) => Quoted(definition.Collection);

    /// <summary>The side table that holds one row for each of a field's several strings.</summary>
    public static string ValuesTable(Definition definition, Field field) => Quoted(ValuesName(definition, field));

    public static string ValuesName(Definition definition, Field field) => definition.Collection + "__" + Flat(field);

    public static string Column(Field field) => Quoted(Flat(field));

    public static string Extract(Field field, string document = "json") =>
        $"json_extract({document}, '$.{string.Join('.', field.Path.Split('.').Select(x => '"' + x + '"'))}')";

    public static string Quoted(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    private static string Flat(Field field) => field.Path.Replace('.', '_');
}
