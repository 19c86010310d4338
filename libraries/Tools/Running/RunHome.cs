namespace Platform.Tools.Running;

/// <summary>HOME and TMPDIR of one run: the caller's folder, or one that goes with the run.</summary>
internal sealed class RunHome : IDisposable
{
    private readonly bool _own;

    private RunHome(string home, bool own)
    {
        (Home, _own) = (home, own);
        Temp = Path.Combine(home, "tmp");
        Directory.CreateDirectory(Temp);
    }

    internal string Home { get; }

    internal string Temp { get; }

    internal static RunHome Of(ToolRun run) => run.Home is { } given
        ? new RunHome(Path.GetFullPath(given), own: false)
        : new RunHome(Directory.CreateTempSubdirectory("platform-tool-").FullName, own: true);

    public void Dispose()
    {
        if (_own)
            Folders.Remove(Home);
    }
}
