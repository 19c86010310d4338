using System.Text;
using System.Text.Json;
using Platform.Contracts.Build.V1;
using Platform.Contracts.Package.V1;
using Platform.Messaging;
using Platform.Oci;
using Platform.Package.Sources;

namespace Platform.Package.Packaging;

/// <summary>How a version is begun, and begun again after it failed or was cancelled.</summary>
internal static class PackageBeginning
{
    /// <summary>A new version of these sources.</summary>
    internal static PackagingSaga Begin(string ns, string app, PackageRequest request, IReadOnlyList<SourceDocument> sources, string who, DateTimeOffset now)
    {
        var package = new PackagingSaga
        {
            CorrelationId = PackagingSaga.IdOf(ns, app, request.Version),
            Namespace = ns,
            Application = app,
            Owner = SourceDocument.ApplicationOf(ns, app),
            PackageVersion = request.Version,
            CreatedAt = now,
            Tags = [.. request.Tags],
        };
        package.Take(sources);
        package.BeginAgain(request.Labels, who, request.Force);
        return package;
    }

    /// <summary>
    /// Begins again: what is built stays, unless <paramref name="force"/> is wanted; the rest is a new task. <paramref name="labels"/>
    /// replace those given before; null keeps them.
    /// </summary>
    internal static void BeginAgain(this PackagingSaga package, IReadOnlyDictionary<string, string>? labels, string who, bool force)
    {
        package.Attempt++;
        package.Force = force;
        package.CurrentState = nameof(PackagePhase.Pending);
        package.RequestedBy = who;
        package.Labels = labels?.ToDictionary() ?? package.Labels;
        package.EndedAt = null;
        package.AssemblingSince = null;
        package.Error = null;
        foreach (var component in package.Components.Where(c => force || c.Phase != PackagePhase.Succeeded))
        {
            component.Phase = PackagePhase.Pending;
            component.Error = null;
            component.DurationSeconds = null;
            component.Task = TaskOf(package, component);
        }

        package.Publish(new PackageApplication { Packaging = package.CorrelationId });
    }

    /// <summary>
    /// Takes the sources as they are now; a component whose source is the same keeps what was built of it, and gets the credentials that
    /// are registered now.
    /// </summary>
    internal static void Take(this PackagingSaga package, IReadOnlyList<SourceDocument> sources)
    {
        var known = package.Components.ToDictionary(c => c.Component);
        package.Components =
        [
            .. sources.OrderBy(s => s.Component, StringComparer.Ordinal).Select(s =>
            {
                var key = ContentKeyOf(s.Source);
                if (!known.TryGetValue(s.Component, out var same) || same.ContentKey != key)
                    return new PackageComponent { Component = s.Component, Source = s.Source, ContentKey = key };
                same.Source = s.Source;
                return same;
            }),
        ];
    }

    /// <summary>Takes the credentials that are registered now for what is built again; other content is not taken.</summary>
    internal static void TakeCredentials(this PackagingSaga package, IReadOnlyList<SourceDocument> sources)
    {
        foreach (var component in package.Components)
        {
            if (sources.FirstOrDefault(s => s.Component == component.Component) is { } now && ContentKeyOf(now.Source) == component.ContentKey)
                component.Source = now.Source;
        }
    }

    /// <summary>The components whose sources are not those the package was begun with, also those that came or went.</summary>
    internal static IReadOnlyList<string> DifferencesTo(this PackagingSaga package, IReadOnlyList<SourceDocument> sources)
    {
        var then = package.Components.ToDictionary(c => c.Component, c => c.ContentKey);
        var now = sources.ToDictionary(s => s.Component, s => ContentKeyOf(s.Source));
        return [.. then.Keys.Union(now.Keys).Where(c => then.GetValueOrDefault(c) != now.GetValueOrDefault(c)).Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Equal keys: equal sources, whatever the order in which their parts were written. Secrets that are content count by their digests;
    /// credentials do not, since what is fetched with others is the same.
    /// </summary>
    internal static string ContentKeyOf(ComponentSource source)
    {
        var content = JsonSerializer.SerializeToNode(source with { Secrets = null });
        return Digest.Of(Encoding.UTF8.GetBytes(CanonicalJson.Write(content))).ToString();
    }

    // The time of creation tells the tasks of this package from those of an earlier one of the same name that was deleted.
    private static Guid TaskOf(PackagingSaga package, PackageComponent component) =>
        NameBasedId.Of(package.CorrelationId, $"{component.Component}/{component.ContentKey}/{package.CreatedAt.UtcTicks}/{package.Attempt}");
}
