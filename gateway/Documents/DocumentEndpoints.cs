using Platform.Hosting;

namespace Platform.Gateway.Documents;

/// <summary>The documents anybody may read: what the API is, which events there are, and where to begin.</summary>
internal static class DocumentEndpoints
{
    private const string Json = "application/json";

    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/openapi/v1.json", "openapi.json", Json);
        Map(routes, "/asyncapi/v1.json", "asyncapi.json", Json);
        Map(routes, "/", "index.html", "text/html; charset=utf-8");
    }

    private static void Map(IEndpointRouteBuilder routes, string path, string resource, string type)
    {
        var document = Read(resource);
        routes.MapGet(path, () => document is null
                ? Results.Problem(Problems.NotFound("This document").ProblemDetails)
                : Results.Bytes(document, type))
            .OnlyAt(Door.Public).OpenToAll().ExcludeFromDescription();
    }

    private static byte[]? Read(string resource)
    {
        using var stream = typeof(DocumentEndpoints).Assembly.GetManifestResourceStream(resource);
        if (stream is null)
            return null;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
