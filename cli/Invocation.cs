using System.CommandLine;
using Platform.Cli.Http;
using Platform.Cli.Output;
using Platform.Oam;

namespace Platform.Cli;

/// <summary>One run of a command: its arguments, and what it needs to do its work.</summary>
internal sealed class Invocation(ParseResult parsed, Surroundings surroundings) : IDisposable
{
    private ApiClient? api;

    public Surroundings Surroundings { get; } = surroundings;

    public OutputFormat Format { get; } = parsed.GetValue(GlobalOptions.Output);

    public Printer Printer { get; } = new(surroundings, parsed.GetValue(GlobalOptions.Output));

    /// <summary>The namespace asked for on the command line or in the environment; null when neither says one.</summary>
    public string? NamespaceAsked => Filled(parsed.GetValue(GlobalOptions.Namespace)) ?? Filled(Surroundings.Variable("PLATFORM_NAMESPACE"));

    public string Namespace => NamespaceAsked ?? "default";

    /// <summary>Path of something in the namespace.</summary>
    public string Path(params ReadOnlySpan<string> segments) => NamespacePath(Namespace, segments);

    public ApiClient Api => api ??= new ApiClient(
        Address(Filled(parsed.GetValue(GlobalOptions.Url)) ?? Filled(Surroundings.Variable("PLATFORM_URL")) ?? "http://127.0.0.1:8080"),
        Filled(Surroundings.Variable("PLATFORM_KEY")),
        Surroundings.Connection());

    public static string NamespacePath(string name, params ReadOnlySpan<string> segments)
    {
        var path = "namespaces/" + Uri.EscapeDataString(name);
        foreach (var segment in segments)
        {
            path += "/" + Uri.EscapeDataString(segment);
        }

        return path;
    }

    public TValue? Get<TValue>(Option<TValue> option) => parsed.GetValue(option);

    public TValue Get<TValue>(Argument<TValue> argument) => parsed.GetValue(argument)!;

    /// <summary>The time to follow something, from <c>--timeout</c>.</summary>
    public TimeSpan? Timeout() => Get(GlobalOptions.Timeout) is not { } text ? null
        : Durations.TryParse(text, out var time) ? time
        : throw new CommandFailure(ExitCodes.BadInput, $"--timeout is '{text}'; write a duration such as 90s or 10m.");

    public void Dispose() => api?.Dispose();

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static Uri Address(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new CommandFailure(ExitCodes.BadInput, $"'{text}' is no address; write it as http://host:port.");
}
