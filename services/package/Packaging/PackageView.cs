using System.Globalization;
using Platform.Contracts.Package.V1;
using Platform.Oci;

namespace Platform.Package.Packaging;

/// <summary>A package as answered.</summary>
internal sealed record PackageView
{
    public required string Namespace { get; init; }

    public required string Application { get; init; }

    public required string Version { get; init; }

    public required PackagePhase Phase { get; init; }

    public string? Digest { get; init; }

    /// <summary>Where the package is in the artifact store.</summary>
    public string? Reference { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Moving names that lead to it now.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    public required IReadOnlyList<ComponentView> Components { get; init; }

    /// <summary>Why it failed: every component's reason.</summary>
    public string? Error { get; init; }

    public required int Attempt { get; init; }

    public required string RequestedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Path of the build log.</summary>
    public required string Log { get; init; }

    internal static string PathOf(PackagingSaga package) =>
        $"/api/v1/namespaces/{package.Namespace}/packages/{package.Application}/{package.PackageVersion}";

    internal static PackageView Of(PackagingSaga package, IArtifactStore store, IReadOnlyList<string> tags) => new()
    {
        Namespace = package.Namespace,
        Application = package.Application,
        Version = package.PackageVersion,
        Phase = package.Phase,
        Digest = package.Digest,
        Reference = package.Digest is null ? null : ReferenceOf(package, store),
        Labels = package.Labels,
        Tags = tags,
        Components = [.. package.Components.Select(ComponentView.Of)],
        Error = package.Error,
        Attempt = package.Attempt,
        RequestedBy = package.RequestedBy,
        CreatedAt = package.CreatedAt,
        EndedAt = package.EndedAt,
        Log = PathOf(package) + "/log",
    };

    private static string ReferenceOf(PackagingSaga package, IArtifactStore store) =>
        $"{store.Host}/{PackageNames.Repository(package.Namespace, package.Application)}:{OciNames.TagOf(package.PackageVersion)}@{package.Digest}";

    /// <summary>One component of it.</summary>
    internal sealed record ComponentView(
        string Component,
        string Type,
        PackagePhase Phase,
        string? Digest,
        IReadOnlyList<string> Images,
        string? ContentType,
        string? ContentDigest,
        bool Reused,
        string? Duration,
        string? Error)
    {
        internal static ComponentView Of(PackageComponent c) =>
            new(c.Component, c.Source.Type, c.Phase, c.Digest, c.Images, c.ContentType, c.ContentDigest, c.Reused, DurationOf(c), c.Error);

        private static string? DurationOf(PackageComponent c) =>
            c.DurationSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###}s") : null;
    }
}
