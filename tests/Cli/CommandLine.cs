using Spectre.Console;

namespace Platform.Cli.Tests;

/// <summary>Runs the command line as a user does, with a server of the test's choice.</summary>
internal static class CommandLine
{
    public static async Task<Run> RunAsync(
        string[] args, FakeServer? server = null, string input = "", bool terminal = false, params (string Name, string Value)[] variables)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var surroundings = new Surroundings
        {
            Out = output,
            Error = error,
            In = new StringReader(input),
            Terminal = terminal ? Terminal(output) : null,
            Variable = name => variables.FirstOrDefault(x => x.Name == name).Value,
            Connection = () => server ?? new FakeServer(_ => throw new HttpRequestException("Connection refused")),
            Time = new QuickTime(),
        };
        var code = await PlatformCommand.RunAsync(args, surroundings, TestContext.Current.CancellationToken);
        return new Run(code, output.ToString(), error.ToString());
    }

    private static IAnsiConsole Terminal(TextWriter output) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        Interactive = InteractionSupport.Yes,
        ColorSystem = ColorSystemSupport.NoColors,
        Out = new AnsiConsoleOutput(output),
    });

    /// <summary>What came of it.</summary>
    internal sealed record Run(int Code, string Out, string Error);
}
