using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Platform.Cli.Output;

/// <summary>Rows under headings; a cell that names a good or bad state is coloured on a terminal.</summary>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> rows = [];

    public IReadOnlyList<string[]> Rows => rows;

    public void Add(params string?[] cells) => rows.Add([.. cells.Select(x => x ?? "")]);

    /// <summary>Columns two blanks apart, no trailing blanks: as other tools of the trade print them, easy to cut.</summary>
    public string ToText()
    {
        var lines = rows.Prepend(headings.Select(x => x.ToUpperInvariant()).ToArray()).Select(x => x.Select(OneLine).ToArray()).ToList();
        var widths = headings.Select((_, i) => lines.Max(x => x[i].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.AppendLine(string.Join("  ", line.Select((x, i) => x.PadRight(widths[i]))).TrimEnd());
        }

        return text.ToString();
    }

    public IRenderable ToRenderable()
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold))));
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(x => new Text(x, Colours.Of(x))));
        }

        return table;
    }

    private static string OneLine(string cell) => cell.Length == 0 ? "-" : cell.ReplaceLineEndings(" ");
}
