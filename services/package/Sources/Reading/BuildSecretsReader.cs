using System.Text.RegularExpressions;

namespace Platform.Package.Sources.Reading;

/// <summary>
/// Secrets a Dockerfile mounts, id to value. As credentials they stay when they are left out or given back as <c>{kept: true}</c>, as long
/// as the repository is the same: another one's Dockerfile could print them.
/// </summary>
internal static partial class BuildSecretsReader
{
    private const string Name = "secrets";

    internal static IReadOnlyDictionary<string, string> Read(SourceObject given, string repository)
    {
        var reading = given.Reading;
        var kept = reading.Kept.BuildSecrets;
        var sameRepository = reading.Known?.Image?.Git?.Url == repository;
        var secrets = new Dictionary<string, string>();
        if (given.SaysNull(Name))
            return secrets;
        if (!given.Has(Name))
        {
            if (kept.Count > 0 && !sameRepository)
                given.Fault(Name, Elsewhere(reading));
            secrets = kept.ToDictionary();
        }
        else if (given.Object(Name, "{npm-token: …}") is { } map)
        {
            foreach (var id in map.Names)
            {
                if (Value(map, id, kept, sameRepository) is { } value)
                    secrets[id] = value;
            }
        }

        reading.Secrets = reading.Secrets with { BuildSecrets = secrets };
        return secrets;
    }

    private static string? Value(SourceObject map, string id, IReadOnlyDictionary<string, string> kept, bool sameRepository)
    {
        if (!Id().IsMatch(id))
            map.Fault(id, $"'{id}' is not the id of a secret: letters, digits, - _ and ., at most 64.");
        else if (!map.SaysKept(id))
            return map.Text(id);
        else if (!kept.ContainsKey(id))
            map.Fault(id, "Nothing is registered that could be kept; give the value.");
        else if (!sameRepository)
            map.Fault(id, Elsewhere(map.Reading));
        else
            return kept[id];
        return null;
    }

    private static string Elsewhere(SourceReading reading) =>
        $"The registered secrets are for {reading.Known?.Image?.Git?.Url ?? "another source"} and do not go along to another repository; give them anew, or null for none.";

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}\z")]
    private static partial Regex Id();
}
