using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Platform.Cli.Output;

/// <summary>Prints results: framed tables on a terminal, plain columns elsewhere, or the server's own words as JSON or YAML.</summary>
internal sealed class Printer(Surroundings surroundings, OutputFormat format)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The node, or a table made of it.</summary>
    public void Print(JsonNode? node, Func<TextTable> table)
    {
        if (format == OutputFormat.Table)
        {
            Print(table());
        }
        else
        {
            Print(node);
        }
    }

    /// <summary>The node, or one line about it.</summary>
    public void Print(JsonNode? node, string line)
    {
        if (format == OutputFormat.Table)
        {
            surroundings.Out.WriteLine(line);
        }
        else
        {
            Print(node);
        }
    }

    public void Print(TextTable table)
    {
        if (surroundings.Terminal is { } terminal)
        {
            terminal.Write(table.ToRenderable());
        }
        else
        {
            surroundings.Out.Write(table.ToText());
        }
    }

    public void Warn(string text) => surroundings.Error.WriteLine("warning: " + text);

    private void Print(JsonNode? node)
    {
        if (format == OutputFormat.Yaml)
        {
            surroundings.Out.Write(Yaml.Write(node));
        }
        else
        {
            surroundings.Out.WriteLine(node?.ToJsonString(Indented) ?? "null");
        }
    }
}
