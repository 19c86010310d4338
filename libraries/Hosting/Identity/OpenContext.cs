using Microsoft.AspNetCore.Http;

namespace Platform.Hosting;

/// <summary>Reads the metadata of <see cref="DoorExtensions.OpenToAll"/>.</summary>
public static class OpenContext
{
    /// <summary>Whether the matched endpoint answers without an identity.</summary>
    public static bool IsOpenToAll(this HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<OpenToAllMetadata>() is not null;
}
