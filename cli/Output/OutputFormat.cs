namespace Platform.Cli.Output;

/// <summary>How a result is printed.</summary>
internal enum OutputFormat
{
    Table,
    Json,
    Yaml,
}
