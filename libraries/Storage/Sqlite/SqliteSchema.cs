using static Platform.Storage.Sqlite.SqliteNames;

namespace Platform.Storage.Sqlite;

/// <summary>
/// Brings a table to its definition. Columns are computed from the document, so a new one needs no filling; side tables of fields
/// with several values are kept by triggers, so a write stays one statement.
/// </summary>
internal static class SqliteSchema
{
    public static void Apply(SqliteSession session, Definition definition)
    {
        var table = Table(definition);
        session.Once($"CREATE TABLE IF NOT EXISTS {table} (id TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, json TEXT NOT NULL)");
        var columns = session.Read($"SELECT name FROM pragma_table_xinfo('{definition.Collection}')", x => x.GetString(0));
        foreach (var field in definition.Fields.Where(x => !x.Many && !columns.Contains(x.Path.Replace('.', '_'))))
        {
            session.Once($"ALTER TABLE {table} ADD COLUMN {Column(field)} GENERATED ALWAYS AS ({Extract(field)}) VIRTUAL");
        }

        foreach (var field in definition.Fields.Where(x => x.Many))
        {
            AddValues(session, definition, field);
        }

        SetIndexes(session, definition);
    }

    private static void SetIndexes(SqliteSession session, Definition definition)
    {
        var wanted = definition.Indexes.Where(x => !x.Fields[0].Many).ToDictionary(x => x.Name(definition.Collection));
        var present = session.Read(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = $0 AND sql IS NOT NULL", x => x.GetString(0), definition.Collection);
        foreach (var name in present.Where(x => !wanted.ContainsKey(x)))
        {
            session.Once($"DROP INDEX {Quoted(name)}");
        }

        foreach (var (name, index) in wanted.Where(x => !present.Contains(x.Key)))
        {
            var columns = string.Join(", ", index.Fields.Select(Column));
            session.Once(index.Unique
                ? $"CREATE UNIQUE INDEX {Quoted(name)} ON {Table(definition)} ({columns})"
                : $"CREATE INDEX {Quoted(name)} ON {Table(definition)} ({columns}, id)");
        }
    }

    private static void AddValues(SqliteSession session, Definition definition, Field field)
    {
        var (table, values, name) = (Table(definition), ValuesTable(definition, field), ValuesName(definition, field));
        if (session.Read("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $0", x => 1, name).Count > 0)
        {
            return;
        }

        string Fill(string row) =>
            $"INSERT OR IGNORE INTO {values} (value, id) SELECT each.value, {row}.id FROM json_each({Extract(field, row + ".json")}) AS each "
            + "WHERE each.value IS NOT NULL";
        var clear = $"DELETE FROM {values} WHERE id = old.id";
        session.Once($"CREATE TABLE {values} (value TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (value, id)) WITHOUT ROWID");
        session.Once($"CREATE INDEX {Quoted("ix_" + name + "_id")} ON {values} (id)");
        session.Once($"CREATE TRIGGER {Quoted(name + "_insert")} AFTER INSERT ON {table} BEGIN {Fill("new")}; END");
        session.Once($"CREATE TRIGGER {Quoted(name + "_delete")} AFTER DELETE ON {table} BEGIN {clear}; END");
        session.Once(
            $"CREATE TRIGGER {Quoted(name + "_update")} AFTER UPDATE OF json ON {table} "
            + $"WHEN {Extract(field, "old.json")} IS NOT {Extract(field, "new.json")} BEGIN {clear}; {Fill("new")}; END");
        session.Once(
            $"INSERT OR IGNORE INTO {values} (value, id) SELECT each.value, t.id FROM {table} AS t, json_each({Extract(field, "t.json")}) AS each "
            + "WHERE each.value IS NOT NULL");
    }
}
