namespace Platform.Kubernetes;

/// <summary>How to apply.</summary>
public sealed record ApplyOptions
{
    /// <summary>Our name as field manager.</summary>
    public string FieldManager { get; init; } = "platform";

    /// <summary>Take over fields that other managers own, instead of failing with their names.</summary>
    public bool Force { get; init; }

    /// <summary>Ask what would be; nothing is stored. The answer's object is kept in <see cref="ApplyResult.Live"/>.</summary>
    public bool DryRun { get; init; }

    /// <summary>resourceVersion after our last apply, to tell changed from unchanged; null when not known.</summary>
    public string? KnownResourceVersion { get; init; }

    /// <summary>Act as this user, e.g. <c>system:serviceaccount:shop:deployer</c>.</summary>
    public string? ImpersonateUser { get; init; }

    /// <summary>Fields, e.g. <c>spec.selector</c>: an apply refused because one of them can't change deletes the object and makes it again.</summary>
    public IReadOnlyList<string> Recreate { get; init; } = [];

    /// <summary>Delete the object and make it again, whatever differs.</summary>
    public bool RecreateAnyway { get; init; }

    /// <summary>Replace the object instead of applying: fields that others set go. The resourceVersion it has to have; null = apply.</summary>
    public string? ReplaceVersion { get; init; }

    /// <summary>Keep the whole answer in <see cref="ApplyResult.Live"/>.</summary>
    public bool KeepObject { get; init; }
}
