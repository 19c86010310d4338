using System.CommandLine;
using Platform.Cli.Output;

namespace Platform.Cli;

/// <summary>Options of every command, or of many.</summary>
internal static class GlobalOptions
{
    public static Option<OutputFormat> Output { get; } = new("--output", "-o")
    {
        Description = "What to print: a table, or what the server said as JSON or YAML",
        HelpName = "table|json|yaml",
        DefaultValueFactory = _ => OutputFormat.Table,
        Recursive = true,
    };

    public static Option<string?> Url { get; } = new("--url")
    {
        Description = "The platform's address (PLATFORM_URL, else http://127.0.0.1:8080); the key is taken from PLATFORM_KEY",
        Recursive = true,
    };

    public static Option<string?> Namespace { get; } = new("--namespace", "-n")
    {
        Description = "The namespace (PLATFORM_NAMESPACE, else default)",
    };

    public static Option<bool> Wait { get; } = new("--wait")
    {
        Description = "Follow it to its end, and end as it ended",
    };

    public static Option<string?> Timeout { get; } = new("--timeout")
    {
        Description = "How long to follow it, e.g. 90s or 10m; without: until it ends",
    };

    public static Option<string[]> Label { get; } = Pairs("--label", "A label, key=value; several times for several");

    public static Option<string[]> Param { get; } = Pairs("--param", "A parameter, key=value, number and true/false as such; several times for several");

    private static Option<string[]> Pairs(string name, string description) => new(name) { Description = description, DefaultValueFactory = _ => [] };
}
