using System.CommandLine;
using System.Text.Json.Nodes;
using Platform.Cli.Output;

namespace Platform.Cli.Commands;

/// <summary><c>platform source list APP</c></summary>
internal static class SourceListCommand
{
    private static readonly string[] Kinds = ["image", "chart", "kustomize", "manifests", "config"];

    public static Command Create(Surroundings surroundings)
    {
        var application = new Argument<string>("application");
        return new Command("list", "Lists where the components of an application come from") { application, GlobalOptions.Namespace }
            .Does(surroundings, async (run, ct) =>
            {
                var sources = await run.Api.ListAsync(run.Path("sources", run.Get(application)), ct);
                run.Printer.Print(new JsonObject { ["items"] = sources }, () => Table(sources));
                return ExitCodes.Ok;
            });
    }

    private static TextTable Table(JsonArray sources)
    {
        var table = new TextTable("Component", "Type", "Kind", "From", "Updated", "By");
        foreach (var source in sources)
        {
            var kind = Array.Find(Kinds, k => source.Member(k) is not null);
            var from = kind is null ? null : Place(source.Member(kind));
            table.Add(source.Text("component"), source.Text("type"), kind, from, source.Time("updatedAt"), source.Text("updatedBy"));
        }

        return table;
    }

    private static string? Place(JsonNode? kind)
    {
        var git = kind.Member("git");
        var place = git is null
            ? kind.Text("ref") ?? kind.Text("oci") ?? kind.Text("archive") ?? (kind.Text("repo") is { } repo ? $"{repo} {kind.Text("name")}" : null)
            : git.Text("url") + (git.Text("ref") is { } reference ? $"#{reference}" : "") + (git.Text("path") is { } path ? $" {path}" : "");
        return kind.Text("version") is { } version ? $"{place} {version}" : place;
    }
}
