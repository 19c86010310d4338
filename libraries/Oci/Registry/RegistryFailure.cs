using System.Net;
using System.Text.Json;

namespace Platform.Oci;

/// <summary>Turns a registry's refusals and the network's faults into <see cref="OciException"/>s a person can act on.</summary>
internal static class RegistryFailure
{
    internal static OciException Of(RegistryEndpoint endpoint, HttpResponseMessage response, string what, string body)
    {
        var status = (int)response.StatusCode;
        var said = Said(body) is { } text ? $": {text}" : "";
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(OciError.Unauthorized,
                endpoint.User is null
                    ? $"{endpoint.Host} does not give {what} without credentials ({status}{said}); none are configured for it."
                    : $"{endpoint.Host} does not give {what} to {endpoint.User} ({status}{said})."),
            HttpStatusCode.NotFound => new(OciError.NotFound, $"{endpoint.Host} does not have {what}{said}."),
            HttpStatusCode.TooManyRequests => new(OciError.Busy, $"{endpoint.Host} asks to slow down ({status}{said})."),
            HttpStatusCode.InsufficientStorage => new(OciError.Full, $"{endpoint.Host} has no room left for {what}{said}."),
            >= HttpStatusCode.InternalServerError => new(OciError.Unreachable, $"{endpoint.Host} answered {status} for {what}{said}."),
            _ => new(OciError.Rejected, $"{endpoint.Host} refused {what} ({status}{said})."),
        };
    }

    internal static OciException Of(RegistryEndpoint endpoint, HttpRequestException e) => new(
        OciError.Unreachable,
        e.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => $"The registry {endpoint.Host} cannot be reached: its name is not known.",
            HttpRequestError.ConnectionError => $"The registry {endpoint.Host} cannot be reached: {Innermost(e)}.",
            HttpRequestError.SecureConnectionError =>
                $"The registry {endpoint.Host} cannot be reached with TLS: {Innermost(e)}. A registry without TLS must be configured as one.",
            _ => $"The registry {endpoint.Host} cannot be reached: {Innermost(e)}.",
        },
        e);

    internal static OciException NoAnswer(RegistryEndpoint endpoint, TimeSpan patience, Exception e) =>
        new(OciError.Unreachable, $"The registry {endpoint.Host} gave no answer within {patience.TotalSeconds:0} s.", e);

    private static string Innermost(Exception e) => (e.GetBaseException().Message).TrimEnd('.');

    /// <summary>The first message of the error document of the distribution specification, if it is one.</summary>
    private static string? Said(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var first = document.RootElement.GetProperty("errors")[0];
            var message = first.TryGetProperty("message", out var text) ? text.GetString() : null;
            return string.IsNullOrWhiteSpace(message) ? first.GetProperty("code").GetString() : message;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
