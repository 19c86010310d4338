using System.Collections.Concurrent;

namespace Platform.Sandbox.Kinds;

/// <summary>
/// The kinds one cluster serves: the built-in ones of its version and those of its CustomResourceDefinitions. Replaced as a whole on change.
/// Kinds the version doesn't serve are known by name all the same: objects are stored in them.
/// </summary>
internal sealed class KindCatalog
{
    private static readonly Lazy<List<Kind>> Known = new(ReadBuiltIn);
    private static readonly ConcurrentDictionary<int, KindCatalog> Versions = new();

    private readonly Dictionary<(string Group, string Version, string Plural), Kind> _byPath = [];
    private readonly Dictionary<(string ApiVersion, string Name), Kind> _byName = [];

    private KindCatalog(int minor, IReadOnlyList<Kind> custom)
    {
        Minor = minor;
        All = [.. Known.Value.Where(k => k.From <= minor && minor <= k.Until), .. custom];
        foreach (var kind in Known.Value) _byName[(kind.ApiVersion, kind.Name)] = kind;
        foreach (var kind in All)
        {
            _byPath[(kind.Group, kind.Version, kind.Plural)] = kind;
            _byName[(kind.ApiVersion, kind.Name)] = kind;
        }
        Groups = [.. All.GroupBy(k => k.Group).Select(g => (g.Key, (IReadOnlyList<string>)[.. g.Select(k => k.Version).Distinct().OrderByDescending(v => v, VersionOrder.Instance)]))];
    }

    /// <summary>The newest version's kinds.</summary>
    public static KindCatalog BuiltIn => For(int.MaxValue);

    /// <summary>The built-in kinds of Kubernetes 1.MINOR.</summary>
    public static KindCatalog For(int minor) => Versions.GetOrAdd(minor, m => new KindCatalog(m, []));

    public int Minor { get; }

    public IReadOnlyList<Kind> All { get; }

    /// <summary>Groups with their versions, the preferred one first.</summary>
    public IReadOnlyList<(string Group, IReadOnlyList<string> Versions)> Groups { get; }

    public Kind? Find(string group, string version, string plural) => _byPath.GetValueOrDefault((group, version, plural));
    public Kind? FindByName(string apiVersion, string name) => _byName.GetValueOrDefault((apiVersion, name));
    public Kind Get(string apiVersion, string name) => _byName[(apiVersion, name)];
    public bool Serves(string group, string version) => Groups.Any(g => g.Group == group && g.Versions.Contains(version));
    public KindCatalog With(IReadOnlyList<Kind> custom) => new(Minor, custom);

    private static List<Kind> ReadBuiltIn()
    {
        var kinds = new List<Kind>();
        var (group, version) = ("", "");
        string[] limits = [];
        foreach (var line in BuiltInSchemas.Lines("kinds.txt"))
        {
            if (line[0] == ' ')
            {
                kinds.Add(Read([.. line.Trim().Split(' '), .. limits], group, version));
                continue;
            }
            var words = line.Split(' ');
            var slash = words[0].IndexOf('/', StringComparison.Ordinal);
            (group, version) = slash < 0 ? ("", words[0]) : (words[0][..slash], words[0][(slash + 1)..]);
            limits = words[1..];
        }
        return kinds;
    }

    private static Kind Read(string[] words, string group, string version)
    {
        string? Option(string name) => words.FirstOrDefault(w => w.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
        string[] List(string name) => Option(name)?.Split(',') ?? [];
        var own = group.Length == 0 ? version : $"{group}/{version}";
        var stored = Option("stored") ?? own;
        return new Kind
        {
            Group = group,
            Version = version,
            Plural = words[0],
            Singular = Option("singular") ?? words[1].ToLowerInvariant(),
            Name = words[1],
            Namespaced = words[2] == "ns",
            Schema = BuiltInSchemas.Get(Option("schema") ?? words[1]),
            ShortNames = List("short"),
            Categories = List("cat"),
            Subresources = List("sub"),
            Verbs = Option("verbs")?.Split(',') ?? Kind.AllVerbs,
            StorageHash = Option("hash"),
            StorageKey = $"{stored}/{words[0]}",
            StoredVersion = stored,
            From = int.Parse(Option("from") ?? "0"),
            Until = Option("until") is { } last ? int.Parse(last) : int.MaxValue,
        };
    }
}
