namespace Platform.Storage;

/// <summary>Another process has the SQLite file open.</summary>
public sealed class StoreInUseException(string path, Exception? inner = null) : Exception(
    $"'{path}' is in use by another process. A SQLite file belongs to one process: stop the other one, "
    + "choose another data folder, or use MongoDB to run several processes of a service.", inner);
