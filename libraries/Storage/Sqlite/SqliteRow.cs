namespace Platform.Storage.Sqlite;

/// <summary>A document as it is stored. The JSON is UTF-8 and nobody changes it.</summary>
internal sealed record SqliteRow(string Id, long Version, byte[] Json);
