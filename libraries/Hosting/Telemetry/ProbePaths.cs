using Microsoft.AspNetCore.Http;

namespace Platform.Hosting;

/// <summary>What machines ask every few seconds: not worth a trace or a line.</summary>
internal static class ProbePaths
{
    public static bool Contains(PathString path) => path.Value is "/healthz" or "/readyz" or "/metrics";
}
