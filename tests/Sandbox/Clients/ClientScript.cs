using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Platform.Sandbox.Tests.Clients;

/// <summary>A command of a script and what its output must (or must not) match.</summary>
internal sealed record Step(string Command, bool Fails, string? Age, int Line)
{
    public List<(string Pattern, bool Matches)> Patterns { get; } = [];
}

/// <summary>
/// Runs a script of commands against a cluster, in a folder of its own that holds the files beside the script. A step's end and each of its
/// patterns is a check; all steps run, and the failures are told together.
/// </summary>
internal sealed class ClientScript(string kubeconfig, string age) : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("platform-clients-");

    public int Checks { get; private set; }
    public List<string> Failures { get; } = [];

    /// <summary>Plays a script on a new cluster; all its checks must hold.</summary>
    /// <param name="others">So many other clusters are behind the same port.</param>
    public static async Task PlayAsync(string name, string version, string age, ITestOutputHelper output, int others = 0)
    {
        ClientPrograms.Require("bash", "kubectl");
        if (name == "helm.script") ClientPrograms.Require("helm");
        var clusters = Enumerable.Range(0, others).Select(i => new SandboxClusterOptions { Name = $"other-{i}" }).Prepend(new() { Name = "c", Version = version });
        await using var fleet = await SandboxFleet.StartAsync(new SandboxOptions { SharedPort = others > 0, Clusters = [.. clusters] });
        using var script = new ClientScript(fleet["c"].KubeconfigText, age);
        await script.RunAsync(name);
        output.WriteLine($"{name} on {version}: {script.Checks} checks, {script.Failures.Count} failed");
        script.Failures.ShouldBeEmpty(string.Join("\n\n", script.Failures));
    }

    public async Task RunAsync(string script)
    {
        foreach (var file in Directory.GetFiles(Folder)) File.Copy(file, Path.Combine(_home.FullName, Path.GetFileName(file)));
        await File.WriteAllTextAsync(Path.Combine(_home.FullName, "kubeconfig"), kubeconfig);
        foreach (var step in Read(await File.ReadAllLinesAsync(Path.Combine(Folder, script))).Where(s => s.Age is null || s.Age == age)) await RunAsync(script, step);
    }

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Clients");

    private static List<Step> Read(string[] lines)
    {
        var steps = new List<Step>();
        string? age = null;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (line.StartsWith('@')) age = line[1..].Trim();
            else if (line.StartsWith('$'))
            {
                var fails = line.StartsWith("$!", StringComparison.Ordinal);
                steps.Add(new Step(line[(fails ? 2 : 1)..].Trim(), fails, age, i + 1));
                age = null;
            }
            else if (line.StartsWith("~ ", StringComparison.Ordinal)) steps[^1].Patterns.Add((line[2..], true));
            else if (line.StartsWith("!~ ", StringComparison.Ordinal)) steps[^1].Patterns.Add((line[3..], false));
        }
        return steps;
    }

    private async Task RunAsync(string script, Step step)
    {
        var (code, output) = await ShellAsync(step.Command);
        var where = $"{script}:{step.Line} {step.Command}";
        Checks += 1 + step.Patterns.Count;
        if (code == 0 == step.Fails) Failures.Add($"{where}\n  ended with {code}\n{output}");
        foreach (var (pattern, matches) in step.Patterns)
            if (Regex.IsMatch(output, pattern, RegexOptions.None, TimeSpan.FromSeconds(5)) != matches) Failures.Add($"{where}\n  {(matches ? "lacks" : "has")} {pattern}\n{output}");
    }

    private async Task<(int Code, string Output)> ShellAsync(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"set -o pipefail; {command}"])
        {
            WorkingDirectory = _home.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["HOME"] = _home.FullName;
        start.Environment["KUBECONFIG"] = Path.Combine(_home.FullName, "kubeconfig");
        start.Environment["PATH"] = ClientPrograms.Path;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var ct = TestContext.Current.CancellationToken;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output + await errors);
    }

    public void Dispose() => _home.Delete(recursive: true);
}
