using Platform.Contracts.Build.V1;
using Platform.Hosting;

namespace Platform.Package.Sources.Reading;

/// <summary>One source while it is read: what is wrong with it so far, what of it is secret, and what was registered before.</summary>
internal sealed class SourceReading(ComponentSource? known, SourceSecrets kept, IReadOnlyList<string> allowedFolders)
{
    /// <summary>Folders below which repositories may be files.</summary>
    internal IReadOnlyList<string> AllowedFolders { get; } = allowedFolders;

    /// <summary>The source that is registered; null for a new one.</summary>
    internal ComponentSource? Known { get; } = known;

    /// <summary>What the registered source keeps secret.</summary>
    internal SourceSecrets Kept { get; } = kept;

    /// <summary>What this one keeps secret.</summary>
    internal SourceSecrets Secrets { get; set; } = new();

    internal List<ProblemError> Faults { get; } = [];

    internal void Fault(string path, string detail) => Faults.Add(new ProblemError(path, detail));
}
