using Platform.Network;
using Platform.YamlParsing;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Platform.Charts;

/// <summary>A chart repository's <c>index.yaml</c>: which versions there are, and where (helm.sh, "The chart repository structure").</summary>
internal sealed class ChartIndex
{
    private static readonly IDeserializer Yaml =
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).IgnoreUnmatchedProperties().Build();

    public Dictionary<string, List<Entry>>? Entries { get; set; }

    /// <summary>The entry of the version that is wanted.</summary>
    /// <exception cref="FetchException">The index can't be read, or has no such chart or version.</exception>
    public static Entry Choose(Uri address, byte[] index, string name, string? wanted)
    {
        var entries = Read(address, index).Entries?.GetValueOrDefault(name) is { Count: > 0 } found ? found : throw new FetchException($"{address} has no chart {name}");
        var version = ChartVersions.Choose(name, wanted, [.. entries.Select(entry => entry.Version ?? "")]);
        return entries.First(entry => entry.Version == version);
    }

    private static ChartIndex Read(Uri address, byte[] index)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(index));
            return Yaml.Deserialize<ChartIndex>(new YamlParser(reader)) ?? new();
        }
        catch (YamlException e)
        {
            throw new FetchException($"{address} cannot be read: line {e.Start.Line}, {e.Message}", inner: e);
        }
    }

    public sealed class Entry
    {
        public string? Version { get; set; }

        public List<string>? Urls { get; set; }

        public string? Digest { get; set; }
    }
}
