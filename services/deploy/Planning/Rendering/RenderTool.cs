using Platform.Deploy.Planning.Fetching;
using Platform.Tools;

namespace Platform.Deploy.Planning.Rendering;

/// <summary>
/// Runs the tools that render: without network, with a home of their own, within limits of time, memory and output, and only a few at once
/// in this process, however many plans are made.
/// </summary>
internal sealed class RenderTool(ToolRunner runner, DeployOptions options) : IDisposable
{
    private readonly SemaphoreSlim turns = new(Math.Max(2, Environment.ProcessorCount));

    /// <summary>What the program printed, on both streams.</summary>
    /// <exception cref="UnusableException">It did not end well; the message is what it said.</exception>
    /// <exception cref="NotNowException">The program is missing here, or can't be started.</exception>
    public async Task<ToolResult> RunAsync(string program, IReadOnlyList<string> arguments, WorkFolder folder, CancellationToken ct)
    {
        await turns.WaitAsync(ct);
        try
        {
            var result = await runner.RunAsync(
                new()
                {
                    Program = program,
                    Arguments = arguments,
                    Directory = folder.Path,
                    TimeLimit = options.RenderTime,
                    MemoryLimit = options.RenderMemory,
                    FileSizeLimit = options.RenderOutput,
                    OutputLimit = options.RenderOutput,
                    Network = false,
                },
                ct);
            return result.ExitCode == 0 ? result : throw new UnusableException($"{program} refuses it: {Said(result, folder)}");
        }
        catch (ToolMissingException e)
        {
            throw new NotNowException(e.Message, e);
        }
        catch (ToolException e) when (e.Failure == ToolFailure.NotStarted)
        {
            throw new NotNowException(e.Message, e);
        }
        catch (ToolException e)
        {
            throw new UnusableException(e.Message, e);
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose() => turns.Dispose();

    private static string Said(ToolResult result, WorkFolder folder)
    {
        if (IsCrash(result))
            return "it crashed, most likely because it needs more memory than it may have";
        var lines = folder.Clean(result.Errors).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("Use --debug", StringComparison.Ordinal))
            .Select(line => line.StartsWith("Error: ", StringComparison.OrdinalIgnoreCase) ? line["Error: ".Length..] : line);
        return string.Join(' ', lines) is { Length: > 0 } said ? said : $"exit code {result.ExitCode}";
    }

    /// <summary>Go programs that reach their limit of memory exit with 2 and a trace of all they were doing, which helps nobody.</summary>
    private static bool IsCrash(ToolResult result) =>
        result.ExitCode == 2 && (result.Errors.Contains("goroutine ", StringComparison.Ordinal) || result.Errors.Contains("runtime/", StringComparison.Ordinal));
}
