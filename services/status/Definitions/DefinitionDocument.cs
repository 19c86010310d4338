using Platform.Contracts.Deploy.V1;

namespace Platform.Status.Definitions;

/// <summary>How a revision of an installed definition judges what it made. It never changes, and stays when the definition is removed: applications pin it.</summary>
internal sealed class DefinitionDocument : IDocument
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary>JavaScript with a function <c>health(object)</c>.</summary>
    public string? Health { get; set; }

    /// <summary>JavaScript with a function <c>message(object)</c>.</summary>
    public string? Message { get; set; }

    public static string IdOf(DefinitionReference reference) => $"{reference.Kind}/{reference.Name}/{reference.Revision}";
}
