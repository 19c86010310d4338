namespace Platform.Sandbox.Kinds;

/// <summary>The kinds one cluster serves: the built-in ones and those of its CustomResourceDefinitions. Replaced as a whole on change.</summary>
internal sealed class KindCatalog
{
    private static readonly Lazy<KindCatalog> Shared = new(() => new KindCatalog(ReadBuiltIn()));

    private readonly Dictionary<(string Group, string Version, string Plural), Kind> _byPath = [];
    private readonly Dictionary<(string ApiVersion, string Name), Kind> _byName = [];

    public KindCatalog(IReadOnlyList<Kind> kinds)
    {
        All = kinds;
        foreach (var kind in kinds)
        {
            _byPath[(kind.Group, kind.Version, kind.Plural)] = kind;
            _byName[(kind.ApiVersion, kind.Name)] = kind;
        }
        Groups = [.. kinds.GroupBy(k => k.Group).Select(g => (g.Key, (IReadOnlyList<string>)[.. g.Select(k => k.Version).Distinct()]))];
    }

    public static KindCatalog BuiltIn => Shared.Value;

    public IReadOnlyList<Kind> All { get; }

    /// <summary>Groups with their versions, the preferred one first.</summary>
    public IReadOnlyList<(string Group, IReadOnlyList<string> Versions)> Groups { get; }

    public Kind? Find(string group, string version, string plural) => _byPath.GetValueOrDefault((group, version, plural));
    public Kind? FindByName(string apiVersion, string name) => _byName.GetValueOrDefault((apiVersion, name));
    public Kind Get(string apiVersion, string name) => _byName[(apiVersion, name)];
    public bool Serves(string group, string version) => Groups.Any(g => g.Group == group && g.Versions.Contains(version));
    public KindCatalog With(IEnumerable<Kind> custom) => new([.. All.Where(k => k.Custom is null), .. custom]);

    private static List<Kind> ReadBuiltIn()
    {
        var kinds = new List<Kind>();
        var (group, version) = ("", "");
        foreach (var line in BuiltInSchemas.Lines("kinds.txt"))
        {
            if (line[0] == ' ')
            {
                kinds.Add(Read(line.Trim().Split(' '), group, version));
                continue;
            }
            var slash = line.IndexOf('/', StringComparison.Ordinal);
            (group, version) = slash < 0 ? ("", line) : (line[..slash], line[(slash + 1)..]);
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
        };
    }
}
