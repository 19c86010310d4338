using System.Text.RegularExpressions;
using Platform.Build.Tasks;
using Platform.Tools;

namespace Platform.Build.Contents;

/// <summary>Runs helm and kubectl on what developers wrote: within time and memory, without network, in the folder of the run.</summary>
internal sealed partial class ChartTool(ToolRunner tools)
{
    /// <summary>Runs helm and gives what it printed. Throws <see cref="BuildFailedException"/> with what it said.</summary>
    internal Task<string> RunAsync(BuildJob job, string failing, IReadOnlyList<string> arguments, CancellationToken ct) =>
        RunAsync(job, "helm", failing, arguments, ct);

    /// <summary>As <see cref="RunAsync(BuildJob, string, IReadOnlyList{string}, CancellationToken)"/>, for any program.</summary>
    internal async Task<string> RunAsync(BuildJob job, string program, string failing, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        try
        {
            var result = await tools.RunAsync(new ToolRun { Program = program, Arguments = arguments, Directory = job.Folder, Network = false }, ct);
            return result.ExitCode == 0 ? result.Output : throw new BuildFailedException($"{failing}: {Said(job, result)}");
        }
        catch (Exception e) when (e is ToolException or ToolMissingException)
        {
            throw new BuildFailedException($"{failing}: {e.Message}", e);
        }
    }

    private static string Said(BuildJob job, ToolResult result)
    {
        var said = result.Errors.Trim() is { Length: > 0 } errors ? errors : $"exit code {result.ExitCode}";
        // kubectl wraps what it has to say into a line of its log.
        if (LogLine().Match(said) is { Success: true } line)
            said = Regex.Unescape(line.Groups["said"].Value);
        // Where the run's folder is on this machine is nobody's business; the file and line within it are.
        for (var folder = job.Folder; folder.Count(c => c == '/') > 1; folder = Path.GetDirectoryName(folder)!)
            said = said.Replace(folder + "/", "", StringComparison.Ordinal).Replace(folder, "", StringComparison.Ordinal);
        return said;
    }

    [GeneratedRegex("""\A[EF]\d{4} [^\]]*\] "command failed" err="(?<said>([^"\\]|\\.)*)"\z""")]
    private static partial Regex LogLine();
}
