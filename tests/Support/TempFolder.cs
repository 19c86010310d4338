namespace Platform.Tests.Support;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("platform-oci-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
