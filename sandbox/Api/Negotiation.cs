namespace Platform.Sandbox.Api;

/// <summary>What form of answer a client takes.</summary>
internal static class Negotiation
{
    private const string All = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    /// <summary>Refuses what can't be answered and notes YAML.</summary>
    public static void Check(ApiCall call)
    {
        var accept = call.Http.Request.Headers.Accept.ToString();
        if (accept.Length == 0) return;
        var parts = accept.Split(',').Select(p => p.Trim()).ToList();
        foreach (var part in parts)
        {
            var type = part.Split(';')[0].Trim();
            var known = part.Contains("as=Table;v=v1;", StringComparison.Ordinal) || part.Contains("as=PartialObjectMetadata", StringComparison.Ordinal) || !part.Contains("as=", StringComparison.Ordinal);
            if (type is "application/json" or "*/*" or "application/*" && known) return;
            if (type == "application/yaml" && known)
            {
                call.Http.Items["yaml"] = true;
                return;
            }
        }
        throw parts.Any(p => p.StartsWith("application/json", StringComparison.Ordinal))
            ? new KubeException(406, "NotAcceptable", $"only the following media types are accepted: {All}")
            : new KubeException(406, "NotAcceptable", $"406: Not Acceptable\n\nAvailable representations: {All}", []);
    }

    /// <summary>Table, PartialObjectMetadata, PartialObjectMetadataList; null for the object itself. The first acceptable form wins.</summary>
    public static string? Form(ApiCall call)
    {
        foreach (var part in call.Http.Request.Headers.Accept.ToString().Split(','))
        {
            if (!part.TrimStart().StartsWith("application/json", StringComparison.Ordinal)) continue;
            if (part.Contains("as=Table;v=v1;", StringComparison.Ordinal)) return "Table";
            if (part.Contains("as=PartialObjectMetadataList;", StringComparison.Ordinal) || part.Contains("as=PartialObjectMetadata;", StringComparison.Ordinal)) return "PartialObjectMetadata";
            if (!part.Contains("as=", StringComparison.Ordinal)) return null;
        }
        return null;
    }
}
