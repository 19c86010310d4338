using Platform.Contracts.Build.V1;
using Platform.Storage;

namespace Platform.Package.Sources;

/// <summary>A component source as the developer registered it.</summary>
internal sealed class SourceDocument : IDocument
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    public string Namespace { get; set; } = "";

    /// <summary><c>namespace/application</c>.</summary>
    public string Application { get; set; } = "";

    public string Component { get; set; } = "";

    public ComponentSource Source { get; set; } = new() { Type = "" };

    public DateTimeOffset UpdatedAt { get; set; }

    public string UpdatedBy { get; set; } = "";

    internal static string IdOf(string @namespace, string application, string component) => $"{@namespace}/{application}/{component}";

    internal static string ApplicationOf(string @namespace, string application) => $"{@namespace}/{application}";
}
