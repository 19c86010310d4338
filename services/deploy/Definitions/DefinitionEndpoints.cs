using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Platform.Hosting;
using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Deploy.Definitions;

/// <summary><c>definitions/{kind}/{name}</c>: the types applications may use, with the JSON Schema of their parameters.</summary>
internal static class DefinitionEndpoints
{
    public static void MapDefinitions(this IEndpointRouteBuilder api)
    {
        var definitions = api.MapGroup("definitions").WithTags("definitions");
        definitions.MapGet("", (ListQuery query) => List(query, null)).Requires(Role.Viewer);
        definitions.MapGet("{kind}", (string kind, ListQuery query) => List(query, kind)).Requires(Role.Viewer);
        definitions.MapGet("{kind}/{name}", Get).Requires(Role.Viewer);
    }

    private static Ok<ListResult<DefinitionAnswer>> List(ListQuery query, string? kind)
    {
        var all = DefinitionCatalog.BuiltIn.All.Where(definition => kind is null || definition.Kind == kind)
            .Select(definition => DefinitionAnswer.Of(definition, whole: false))
            .Where(definition => query.Continue is null || string.CompareOrdinal(definition.Id, query.Continue) > 0)
            .OrderBy(definition => definition.Id, StringComparer.Ordinal).Take(query.Limit + 1).ToList();
        return TypedResults.Ok(new ListResult<DefinitionAnswer>([.. all.Take(query.Limit)], all.Count > query.Limit ? all[query.Limit - 1].Id : null));
    }

    private static Results<Ok<DefinitionAnswer>, ProblemHttpResult> Get(string kind, string name) =>
        DefinitionCatalog.BuiltIn.All.FirstOrDefault(definition => definition.Kind == kind && definition.Name == name) is { } definition
            ? TypedResults.Ok(DefinitionAnswer.Of(definition, whole: true))
            : Problems.NotFound($"Definition '{kind}/{name}'");
}

/// <summary>A definition as it is shown; the schema only when one is asked for.</summary>
internal sealed record DefinitionAnswer(string Id, string Kind, string Name, string Description, bool BuiltIn, JsonObject? Schema)
{
    public static DefinitionAnswer Of(Definition definition, bool whole) => new(
        $"{definition.Kind}/{definition.Name}", definition.Kind, definition.Name, definition.Description, BuiltIn: true, whole ? JsonSchema.Write(definition.Parameters) : null);
}
