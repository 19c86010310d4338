using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Platform.Kubernetes;

/// <summary>Outcome of applying one object.</summary>
public sealed record ApplyResult
{
    /// <summary>What was applied, with the namespace it went to.</summary>
    public required ObjectKey Key { get; init; }

    /// <summary>Why it was not applied; null when it was.</summary>
    public KubernetesFailure? Failure { get; init; }

    /// <summary>True when it was applied.</summary>
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Failure is null;

    /// <summary>Plural of its kind; empty when the kind is unknown.</summary>
    public string Resource { get; init; } = "";

    /// <summary>metadata.uid.</summary>
    public string Uid { get; init; } = "";

    /// <summary>metadata.resourceVersion after the apply.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary>metadata.generation after the apply; 0 where the kind has none.</summary>
    public long Generation { get; init; }

    /// <summary>It took more than one attempt, and one of them got no answer: that one may be carried out yet.</summary>
    public bool Doubtful { get; init; }

    /// <summary>It did not exist before.</summary>
    public bool Created { get; init; }

    /// <summary>It was created or its resourceVersion is not <see cref="ApplyOptions.KnownResourceVersion"/>.</summary>
    public bool Changed { get; init; }

    /// <summary>A finished Job was deleted and made again.</summary>
    public bool Recreated { get; init; }

    /// <summary>What the API server or we want a person to know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The object as the server answered it, when asked for.</summary>
    public JsonObject? Live { get; init; }
}
