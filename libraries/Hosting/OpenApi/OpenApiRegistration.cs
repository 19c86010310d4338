using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Platform.Hosting;

/// <summary>The OpenAPI document of what this process serves, at the internal door; the gateway gives out the whole one.</summary>
internal static class OpenApiRegistration
{
    public static void AddPlatformOpenApi(this IServiceCollection services) =>
        services.AddOpenApi("v1", options =>
        {
            options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo { Title = "Platform", Version = "v1", Description = "Build, package, deliver and watch applications on many clusters." };
                document.Servers?.Clear();
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                {
                    ["apiKey"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key of this platform: Authorization: Bearer pk_…" },
                };
                OpenApiProblems.AddSchema(document);
                document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("apiKey", document)] = [] }];
                return Task.CompletedTask;
            });
            options.AddOperationTransformer(OpenApiParameters.AddAsync);
            options.AddOperationTransformer(OpenApiProblems.AddAsync);
        });
}
