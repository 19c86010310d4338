using System.Text.RegularExpressions;
using Platform.Contracts.Build.V1;

namespace Platform.Package.Sources.Reading;

/// <summary>
/// Configuration: <c>{values, files, from, secret}</c>. Values and files become keys of one ConfigMap, or of one Secret; <c>from</c> is a
/// directory whose files do. What stands in a secret one is hidden like a credential, key by key: <c>{kept: true}</c> keeps a value, a key
/// that is left out goes.
/// </summary>
internal static partial class ConfigReader
{
    internal static ConfigSource? Read(SourceObject given, SourceVault vault)
    {
        given.HasOnly("Configuration", "values", "files", "from", "secret");
        if (!given.Has("values") && !given.Has("files") && !given.Has("from"))
            given.Fault("", "There is no configuration: give values, files or from.");
        var secret = given.Flag("secret");
        var values = KeysOf(given, "values", "{LOG_LEVEL: info}", secret);
        var files = KeysOf(given, "files", "{app.properties: \"…\"}", secret);
        foreach (var key in files.Keys.Intersect(values.Keys))
            given.Fault("files", $"The key {key} is in values too.");
        var all = values.Concat(files).DistinctBy(v => v.Key).ToDictionary(v => v.Key, v => v.Value);
        if (all.Sum(v => v.Value.Length) > TreeReader.MaxInline)
            given.Fault("", $"The configuration has more than {TreeReader.MaxInline} characters.");

        var from = given.Object("from", "{git: https://git.example/shop.git#main, path: config}") is { } directory ? DirectoryOf(directory) : null;
        if (!secret)
            return new ConfigSource { Values = all, Files = from };
        given.Reading.Secrets = given.Reading.Secrets with { ConfigValues = all };
        return new ConfigSource { Secret = true, Files = from, ValueDigests = vault.DigestsOf(all) };
    }

    private static TreeSource? DirectoryOf(SourceObject given)
    {
        if (!given.Has("files"))
            return TreeReader.Read(given, "a configuration directory");
        given.Fault("files", "'from' is a directory in git or an archive; files that stand here go beside it.");
        return null;
    }

    private static Dictionary<string, string> KeysOf(SourceObject given, string name, string example, bool secret)
    {
        var values = new Dictionary<string, string>();
        if (given.Object(name, example) is not { } map)
            return values;
        foreach (var key in map.Names)
        {
            if (!Key().IsMatch(key) || key is "." or "..")
                map.Fault(key, $"'{key}' is not a key of a ConfigMap or Secret: letters, digits, - _ and ., at most 253.");
            else if ((secret && map.SaysKept(key) ? KeptOf(map, key) : map.AnyText(key)) is { } text)
                values[key] = text;
        }

        return values;
    }

    private static string? KeptOf(SourceObject map, string key)
    {
        if (map.Reading.Kept.ConfigValues.TryGetValue(key, out var kept))
            return kept;
        map.Fault(key, "Nothing is registered that could be kept; give the value.");
        return null;
    }

    [GeneratedRegex(@"\A[-._a-zA-Z0-9]{1,253}\z")]
    private static partial Regex Key();
}
