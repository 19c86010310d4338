using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Platform.Hosting;

/// <summary>Turns JSON answers into YAML for those who ask with <c>Accept: application/yaml</c>. Problems stay JSON.</summary>
internal sealed class YamlAnswers(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.IsPassedOn() || !AsksForYaml(context.Request))
        {
            await next(context);
            return;
        }

        var inner = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var buffer = new AnswerBuffer(inner, long.MaxValue, () => IsJson(context.Response.ContentType));
        context.Features.Set<IHttpResponseBodyFeature>(buffer);
        try
        {
            await next(context);
            await buffer.FinishAsync();
        }
        finally
        {
            context.Features.Set(inner);
        }

        if (buffer.IsHolding && buffer.Held.Length > 0)
            await WriteAsync(context.Response, JsonNode.Parse(buffer.Held.Span));
    }

    private static async Task WriteAsync(HttpResponse response, JsonNode? json)
    {
        var yaml = Encoding.UTF8.GetBytes(YamlText.FromJson(json));
        response.ContentType = "application/yaml; charset=utf-8";
        response.ContentLength = yaml.Length;
        response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        await response.Body.WriteAsync(yaml);
    }

    private static bool AsksForYaml(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types))
            return false;
        var best = types.OrderByDescending(t => t.Quality ?? 1).First();
        return best.MediaType.Value is "application/yaml" or "application/x-yaml" or "text/yaml";
    }

    private static bool IsJson(string? type) => type?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;
}
