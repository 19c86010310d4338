namespace Platform.Tests.Support;

/// <summary>A data folder that goes with the test, and stays while hosts come and go on it.</summary>
internal sealed class DataFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("platform-tests-").FullName;

    /// <summary>Where the platform keeps its artifacts.</summary>
    internal string Artifacts => System.IO.Path.Combine(Path, "artifacts");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
