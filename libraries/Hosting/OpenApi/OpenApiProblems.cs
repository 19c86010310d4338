using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Platform.Hosting;

/// <summary>What every operation has in common: a name, and problems as its other answers.</summary>
internal static class OpenApiProblems
{
    private const string Schema = "Problem";

    public static Task AddAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        operation.OperationId ??= Name(context.Description.HttpMethod ?? "", context.Description.RelativePath ?? "");
        operation.Responses ??= [];
        foreach (var status in operation.Responses.Keys.Where(k => k[0] is '4' or '5').ToList())
            operation.Responses[status] = Answer(context.Document, Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(int.Parse(status, CultureInfo.InvariantCulture)));
        operation.Responses.TryAdd("default", Answer(context.Document, "What went wrong, as RFC 9457 problem details."));
        return Task.CompletedTask;
    }

    /// <summary>The shape of every problem, under the name the answers refer to.</summary>
    public static void AddSchema(OpenApiDocument document)
    {
        document.Components!.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas.Remove("ProblemDetails");
        document.Components.Schemas[Schema] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "RFC 9457 problem details.",
            Required = new HashSet<string> { "status", "title", "traceId" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("The kind of problem, by a URL."),
                ["title"] = Text("The kind of problem, in words."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                ["detail"] = Text("What is wrong and what would be right."),
                ["instance"] = Text("The path that was asked."),
                ["traceId"] = Text("Finds the request in logs and traces."),
                ["retryAfterSeconds"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "As the header Retry-After." },
                ["errors"] = new OpenApiSchema { Type = JsonSchemaType.Array, Description = "Everything that is wrong.", Items = Error() },
            },
        };
    }

    private static OpenApiSchema Error() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "detail" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["path"] = Text("JSON pointer into the document."),
            ["line"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["column"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = Text("What is wrong and what would be right."),
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiResponse Answer(OpenApiDocument? document, string description) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Schema, document) },
        },
    };

    /// <summary><c>PUT /api/v1/clusters/{name}</c> becomes <c>PutClustersName</c>, where the endpoint gave no name.</summary>
    private static string Name(string method, string path)
    {
        var name = new StringBuilder(Capital(method.ToLowerInvariant()));
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(2).Where(p => p is not ("namespaces" or "{ns}")))
            name.Append(Capital(part.Trim('{', '}').Split(':')[0]));
        return name.ToString();
    }

    private static string Capital(string word) => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..];
}
