namespace Platform.Tests.Support;

/// <summary>A data folder that goes with the test, and stays while hosts come and go on it.</summary>
internal sealed class DataFolder : IDisposable
{
    private DataFolder(string path) => Path = path;

    internal DataFolder()
        : this(Directory.CreateTempSubdirectory("platform-tests-").FullName)
    {
    }

    internal string Path { get; }

    /// <summary>Where the platform keeps its artifacts.</summary>
    internal string Artifacts => System.IO.Path.Combine(Path, "artifacts");

    /// <summary>A folder that another process made and takes away.</summary>
    internal static DataFolder At(string path) => new(path);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
