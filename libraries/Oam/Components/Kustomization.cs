using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Components;

/// <summary>A directory built by Kustomize itself, with a last layer of the application's own over it.</summary>
internal static class Kustomization
{
    private static readonly string[] AsTheyAre = ["namePrefix", "nameSuffix", "images", "replicas", "commonAnnotations"];

    public static ComponentDefinition Definition { get; } = new()
    {
        Name = "kustomize",
        Description = "A directory built by Kustomize.",
        Parameters = Schema.Map()
            .With("path", Schema.Text("Directory in the tree; its root when left out. Or, without 'url', the address of a directory: https://….git//path?ref=…"))
            .With("url", Schema.Text("A git repository (https, ssh), when the tree doesn't come from the package."))
            .With("git", Schema.Map("What of the repository.")
                .With("branch", Schema.Text("A branch; the default branch when nothing is said."))
                .With("tag", Schema.Text("A tag."))
                .With("commit", Schema.Text("A commit."))
                .With("provider", Schema.Text("Read, not used.")))
            .With("targetNamespace", Schema.Text("The namespace of all objects; else they keep their own."))
            .With("namePrefix", Schema.Text("Goes before all names."))
            .With("nameSuffix", Schema.Text("Goes after all names."))
            .With("commonLabels", Schema.MapOf(Schema.Text(), "Labels for all objects, selectors too."))
            .With("commonAnnotations", Schema.MapOf(Schema.Text(), "Annotations for all objects."))
            .With("images", Schema.List(
                Schema.Map().Needs("name", Schema.Text("As the tree has it, without tag."))
                    .With("newName", Schema.Text("Another name.")).With("newTag", Schema.Text("Another tag.")).With("digest", Schema.Text("sha256:…")),
                "Images replaced."))
            .With("replicas", Schema.List(Schema.Map().Needs("name", Schema.Text("Of the workload.")).Needs("count", Schema.Whole("How many.", 0)), "Replicas."))
            .With("patches", Schema.List(
                Schema.Map()
                    .Needs("patch", Schema.Either(SchemaTypes.Text | SchemaTypes.Map | SchemaTypes.List, "A strategic merge patch or a JSON patch, in YAML.").AndMore())
                    .With("target", Schema.MapOf(Schema.Text(), "What it is for: group, version, kind, name, namespace, labelSelector, annotationSelector."))
                    .With("options", Schema.MapOf(Schema.Flag(), "allowNameChange, allowKindChange.")),
                "Patches."))
            .With("repoType", Schema.Text("Kind of repository.", "git"))
            .With("pullInterval", Schema.Text("Read, not used: planning fetches a tree once, and pins it."))
            .With("timeout", Schema.Text("Read, not used."))
            .With("prune", Schema.Flag("Always: what is no longer built is deleted."))
            .With("suspend", Schema.Flag("Read, not used."))
            .With("force", Schema.Flag("Read, not used.")),
        Render = Render,
    };

    private static ComponentOutput Render(ComponentContext context)
    {
        if (Tree(context) is not { } tree) return ComponentOutput.None;
        var need = Need.Of(NeedKinds.Kustomize, ("repository", tree.Repository), ("digest", tree.Digest), ("path", tree.Path), ("overlay", Overlay(context.Parameters)));
        return context.Ask(need) is { } answer ? RenderedObjects.Output(RenderedObjects.Of(answer), "kustomize-resource") : ComponentOutput.None;
    }

    private static (string Repository, string Digest, string? Path)? Tree(ComponentContext context)
    {
        var p = context.Parameters;
        if (context.Package?.Content is { Kind: PackageContentKind.Kustomize } packaged) return (packaged.Repository, packaged.Digest, p["path"]?.Text);
        var (url, path, reference) = p["url"]?.Text is { } given
            ? (given, p["path"]?.Text, p["git"]?["commit"]?.Text ?? p["git"]?["tag"]?.Text ?? p["git"]?["branch"]?.Text)
            : Address(p["path"]?.Text);
        if (url is null)
        {
            context.Lack("directory", "neither 'url' nor 'path' names a repository (https://….git//path?ref=…)");
            return null;
        }

        return context.Ask(Need.Of(NeedKinds.TreeSource, ("url", url), ("ref", reference)), p["url"] ?? p["path"]) is { } found
            ? ($"{found["repository"]}", $"{found["digest"]}", path)
            : null;
    }

    /// <summary>Kustomize's own way to write a place: repository, two slashes, directory, <c>?ref=</c>.</summary>
    private static (string? Url, string? Path, string? Ref) Address(string? text)
    {
        var scheme = text?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        if (text is null || scheme < 0) return (null, null, null);
        var query = text.IndexOf("?ref=", StringComparison.Ordinal);
        var place = query < 0 ? text : text[..query];
        var path = place.IndexOf("//", scheme + 3, StringComparison.Ordinal);
        return (path < 0 ? place : place[..path], path < 0 ? null : place[(path + 2)..], query < 0 ? null : text[(query + 5)..]);
    }

    /// <summary>The application's layer; null when it says nothing.</summary>
    private static JsonObject? Overlay(DocumentNode p)
    {
        var overlay = Json.Map([.. AsTheyAre.Select(name => (name, Json.Copy(p, name)))]);
        if (p["targetNamespace"]?.Text is { } ns) overlay["namespace"] = ns;
        if (p["commonLabels"]?.ToJson() is { } labels) overlay["labels"] = new JsonArray(new JsonObject { ["pairs"] = labels, ["includeSelectors"] = true });
        if (p["patches"] is { Items.Count: > 0 } patches) overlay["patches"] = new JsonArray([.. patches.Items.Select(Patch)]);
        return overlay.Count > 0 ? overlay : null;
    }

    private static JsonObject Patch(DocumentNode patch) => Json.Map(
        ("patch", patch["patch"]!.Text ?? patch["patch"]!.ToJson()!.ToJsonString()), ("target", Json.Copy(patch, "target")), ("options", Json.Copy(patch, "options")));
}
