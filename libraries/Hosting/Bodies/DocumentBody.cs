using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Platform.Hosting;

/// <summary>
/// The request's body as text, JSON or YAML by its content type, bound by declaring a parameter of this type.
/// 413 above 1 MiB, 415 for other types, 400 for what is no UTF-8 or is empty.
/// </summary>
/// <param name="Text">As sent.</param>
/// <param name="IsYaml">Whether it was sent as YAML.</param>
public sealed record DocumentBody(string Text, bool IsYaml) : IEndpointParameterMetadataProvider
{
    /// <summary>Largest document taken, in bytes.</summary>
    public const int MaximumBytes = 1024 * 1024;

    private const string Json = "application/json";
    private const string Yaml = "application/yaml";
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Called by the framework; also for handlers that read the body themselves.</summary>
    /// <exception cref="ProblemException">See the type's summary.</exception>
    public static async ValueTask<DocumentBody> BindAsync(HttpContext context)
    {
        var isYaml = IsYamlType(context.Request);
        var bytes = await ReadAsync(context.Request, context.RequestAborted);
        try
        {
            var text = Strict.GetString(bytes.Span).TrimStart('\uFEFF');
            return string.IsNullOrWhiteSpace(text)
                ? throw new ProblemException(Problems.Unreadable($"The body is empty; send a document as {Json} or {Yaml}."))
                : new DocumentBody(text, isYaml);
        }
        catch (DecoderFallbackException fault)
        {
            throw new ProblemException(Problems.Unreadable($"The body is not UTF-8: the byte at {fault.Index} is wrong."));
        }
    }

    /// <summary>Called by the framework, for the OpenAPI document.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([Json, Yaml], typeof(object)));

    private static bool IsYamlType(HttpRequest request)
    {
        var type = request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        return type switch
        {
            Yaml or "application/x-yaml" or "text/yaml" or "text/x-yaml" => true,
            Json => false,
            not null when type.EndsWith("+json", StringComparison.Ordinal) => false,
            not null when type.EndsWith("+yaml", StringComparison.Ordinal) => true,
            _ => throw new ProblemException(Problems.UnsupportedMediaType(request.ContentType, $"{Json} or {Yaml}")),
        };
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MaximumBytes)
            throw new ProblemException(Problems.TooLarge(MaximumBytes));
        using var buffer = new MemoryStream((int)(request.ContentLength ?? 4096));
        var chunk = new byte[16 * 1024];
        while (await request.Body.ReadAsync(chunk, ct) is var count and > 0)
        {
            buffer.Write(chunk, 0, count);
            if (buffer.Length > MaximumBytes)
                throw new ProblemException(Problems.TooLarge(MaximumBytes));
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
