using System.Diagnostics.Metrics;

namespace Platform.Storage;

/// <summary>What this library reports, for OpenTelemetry to listen to.</summary>
internal static class StorageTelemetry
{
    private static readonly Meter Meter = new("Platform.Storage");

    /// <summary>Documents written and read, by collection and operation.</summary>
    private static readonly Counter<long> Operations =
        Meter.CreateCounter<long>("platform.store.operations", "{operation}", "Operations on stored documents, by collection and what was done.");

    /// <summary>How often a SQLite file was brought to disk: many writes share one.</summary>
    private static readonly Counter<long> Commits =
        Meter.CreateCounter<long>("platform.store.commits", "{commit}", "Commits of SQLite files, each of one write or of many.");

    public static void CountCommit(string file) => Commits.Add(1, new KeyValuePair<string, object?>("file", file));

    public static void Count(Definition definition, string operation) => Operations.Add(
        1, new KeyValuePair<string, object?>("collection", $"{definition.Service}.{definition.Collection}"), new KeyValuePair<string, object?>("operation", operation));
}
