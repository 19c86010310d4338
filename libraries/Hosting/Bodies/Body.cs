using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

#pragma warning disable CA1000 // The framework finds BindAsync and PopulateMetadata by name on the parameter's own type.

namespace Platform.Hosting;

/// <summary>
/// A request body of a known shape, sent as JSON or YAML, bound by declaring a parameter of this type. Faults are answered 400 with
/// the path or the line and column; limits as for <see cref="DocumentBody"/>.
/// </summary>
public sealed record Body<T>(T Value) : IEndpointParameterMetadataProvider
    where T : class
{
    /// <summary>Called by the framework.</summary>
    /// <exception cref="ProblemException">The body can't be read as <typeparamref name="T"/>.</exception>
    public static async ValueTask<Body<T>> BindAsync(HttpContext context)
    {
        var document = await DocumentBody.BindAsync(context);
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        try
        {
            var value = document.IsYaml
                ? YamlText.ToJson(document.Text).Deserialize<T>(json)
                : JsonSerializer.Deserialize<T>(document.Text, json);
            return value is null ? throw new ProblemException(Problems.Unreadable("The body is null; send an object.")) : new Body<T>(value);
        }
        catch (JsonException fault)
        {
            throw new ProblemException(Problems.Unreadable("The body can't be read.", JsonFaults.Of(fault, positions: !document.IsYaml)));
        }
        catch (ArgumentException fault) when (typeof(T).IsAssignableTo(typeof(JsonNode)))
        {
            // How the framework's nodes complain of a key that stands twice in one object.
            throw new ProblemException(Problems.Unreadable("The body can't be read.", new ProblemError(null, null, null, JsonFaults.Twice(fault))));
        }
        catch (YamlTextException fault)
        {
            throw new ProblemException(Problems.Unreadable("The body is no YAML.", new ProblemError(null, fault.Line, fault.Column, fault.Message)));
        }
    }

    /// <summary>Called by the framework, for the OpenAPI document.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json", "application/yaml"], typeof(T)));
}
