using Platform.Tools;

namespace Platform.Build.Workspaces;

/// <summary>The folder of one build, which goes with it.</summary>
internal sealed class Workspace(string folder) : IDisposable
{
    internal string Folder { get; } = folder;

    public void Dispose() => Folders.Remove(Folder);
}
