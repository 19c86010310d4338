using System.Text.Json.Nodes;
using Spectre.Console.Rendering;

namespace Platform.Cli.Progress;

/// <summary>Something that changes while it is looked at.</summary>
internal interface IWatched
{
    /// <summary>Nothing more will change.</summary>
    bool Ended(JsonObject state);

    /// <summary>All of it, redrawn on a terminal.</summary>
    IRenderable Picture(JsonObject state);

    /// <summary>All of it as lines, each with what it is about: elsewhere only the lines that changed are printed.</summary>
    IEnumerable<(string About, string Line)> Facts(JsonObject state);
}
