using Spectre.Console;

namespace Platform.Cli;

/// <summary>What a command can touch of the world.</summary>
internal sealed class Surroundings
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required TextReader In { get; init; }

    /// <summary>The terminal, where output goes to one: progress may be redrawn there. Null: plain lines.</summary>
    public IAnsiConsole? Terminal { get; init; }

    public required Func<string, string?> Variable { get; init; }

    public required Func<HttpMessageHandler> Connection { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static Surroundings OfThisProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        In = Console.In,
        Terminal = Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") is "dumb" ? null : AnsiConsole.Console,
        Variable = Environment.GetEnvironmentVariable,
        Connection = () => new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10) },
    };
}
