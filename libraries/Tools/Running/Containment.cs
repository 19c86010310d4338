using System.Diagnostics;

namespace Platform.Tools.Running;

/// <summary>
/// What this system offers to keep a program together, found out once. Linux's util-linux gives a session of its own (one group to kill),
/// the signal at our death, and resource limits. With the right to make namespaces, root's or a user namespace's, a program also has
/// processes, mounts and, when asked, a network of its own: whatever it starts or mounts ends with it, and it sees no other process.
/// </summary>
internal sealed class Containment
{
    private static readonly string[] Namespaces = ["--mount", "--propagation", "private", "--pid", "--fork", "--kill-child=KILL", "--mount-proc"];
    private static readonly string[] UserNamespace = ["--user", "--map-current-user"];
    private static readonly Lazy<Task<Containment>> Found = new(DetectAsync);

    private readonly string[]? _wrapper;
    private readonly string[]? _namespaces;
    private readonly bool _ownUserNamespace;

    private Containment(string[]? wrapper, string[]? namespaces, bool ownUserNamespace) =>
        (_wrapper, _namespaces, _ownUserNamespace) = (wrapper, namespaces, ownUserNamespace);

    internal static Task<Containment> CurrentAsync => Found.Value;

    /// <summary>True when every program leads a process group.</summary>
    internal bool HasGroups => _wrapper is not null;

    /// <summary>True when this run's network really is taken away.</summary>
    internal bool CutsNetwork(ToolRun run) => !run.Network && HasNamespaces(run);

    /// <summary>How the program is started.</summary>
    internal ProcessStartInfo Start(ToolRun run, string program, RunHome home, string searchPath)
    {
        var start = new ProcessStartInfo
        {
            WorkingDirectory = run.Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var command = Command(run, program);
        start.FileName = command[0];
        foreach (var argument in command.Skip(1).Concat(run.Arguments))
            start.ArgumentList.Add(argument);

        start.Environment.Clear();
        foreach (var (name, value) in Variables(run, home, searchPath))
            start.Environment[name] = value;
        return start;
    }

    private List<string> Command(ToolRun run, string program)
    {
        if (_wrapper is null)
            return [program];
        List<string> command = [.. _wrapper, "prlimit", "--core=0"];
        if (run.MemoryLimit is { } memory)
            command.Add($"--data={memory}");
        if (run.FileSizeLimit is { } size)
            command.Add($"--fsize={size}");
        if (HasNamespaces(run))
            command.AddRange(["unshare", .. _namespaces!, .. run.Network ? (string[])[] : ["--net"]]);
        return [.. command, program];
    }

    private Dictionary<string, string> Variables(ToolRun run, RunHome home, string searchPath)
    {
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = searchPath,
            ["LANG"] = "C.UTF-8",
            ["HOME"] = home.Home,
            ["TMPDIR"] = home.Temp,
        };
        if (!run.Network && !CutsNetwork(run))
        {
            foreach (var name in (string[])["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
                variables[name] = variables[name.ToLowerInvariant()] = "http://127.0.0.1:9";
        }

        foreach (var (name, value) in run.Environment)
            variables[name] = value;
        return variables;
    }

    private bool HasNamespaces(ToolRun run) => _namespaces is not null && !(_ownUserNamespace && run.MakesNamespaces);

    private static async Task<Containment> DetectAsync()
    {
        string[] wrapper = ["setsid", "setpriv", "--pdeathsig", "KILL"];
        if (!OperatingSystem.IsLinux() || !await WorksAsync([.. wrapper, "prlimit", "--core=0", "true"]))
            return new Containment(null, null, ownUserNamespace: false);
        if (await WorksAsync(["unshare", .. Namespaces, "--net", "true"]))
            return new Containment(wrapper, Namespaces, ownUserNamespace: false);
        string[] asUser = [.. UserNamespace, .. Namespaces];
        return new Containment(wrapper, await WorksAsync(["unshare", .. asUser, "--net", "true"]) ? asUser : null, ownUserNamespace: true);
    }

    private static async Task<bool> WorksAsync(string[] command)
    {
        try
        {
            using var process = await Launcher.StartAsync(
                new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true }, command[0]);
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (ToolException)
        {
            return false;
        }
    }
}
