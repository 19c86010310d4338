using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Platform.Hosting;

/// <summary>Documents what handlers take through <see cref="ListQuery"/> and <see cref="WaitQuery"/>, and the headers of every write.</summary>
internal static class OpenApiParameters
{
    public static Task AddAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var taken = context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>()
            .SelectMany(m => m.GetParameters()).Select(p => p.ParameterType).ToHashSet();
        if (taken.Contains(typeof(ListQuery)))
        {
            Add(operation, "limit", "Items per page.", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "500", Default = 100 });
            Add(operation, "continue", "Token of the page before.", Text());
            Add(operation, "labelSelector", "As in Kubernetes: a=b, a!=b, a in (b,c), a notin (b,c), a, !a.", Text());
        }

        if (taken.Contains(typeof(WaitQuery)))
            Add(operation, "wait", "Hold the answer until it ends, up to this long (30s; at most 5m).", Text());
        if (context.Description.HttpMethod is "POST" or "PUT" or "DELETE" or "PATCH")
            Add(operation, "Idempotency-Key", "The same key gives the same answer and does nothing twice, for 24 hours.", Text(), ParameterLocation.Header);
        return Task.CompletedTask;
    }

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static void Add(OpenApiOperation operation, string name, string description, OpenApiSchema schema, ParameterLocation at = ParameterLocation.Query)
    {
        operation.Parameters ??= [];
        if (operation.Parameters.All(p => p.Name != name))
            operation.Parameters.Add(new OpenApiParameter { Name = name, In = at, Description = description, Schema = schema });
    }
}
