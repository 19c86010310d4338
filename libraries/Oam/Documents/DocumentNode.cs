using System.Text.Json.Nodes;

namespace Platform.Oam.Documents;

/// <summary>
/// A value of a document that knows where it stands: line, column and JSON pointer. Immutable once read, so merged and
/// substituted trees share their parts and faults still point at what the user wrote.
/// </summary>
public sealed class DocumentNode
{
    private static readonly IReadOnlyList<DocumentNode> NoItems = [];
    private static readonly IReadOnlyList<DocumentMember> NoMembers = [];

    private readonly DocumentNode? parent;
    private readonly string? key;
    private readonly object? scalar;
    private readonly List<DocumentNode>? items;
    private readonly List<DocumentMember>? members;
    private readonly Dictionary<string, DocumentNode>? index;

    internal DocumentNode(DocumentKind kind, object? scalar, int? line, int? column, DocumentNode? parent, string? key)
    {
        Kind = kind;
        this.scalar = scalar;
        Line = line;
        Column = column;
        this.parent = parent;
        this.key = key;
        if (kind == DocumentKind.List) items = [];
        if (kind == DocumentKind.Map)
        {
            members = [];
            index = new(StringComparer.Ordinal);
        }
    }

    /// <summary>What it is.</summary>
    public DocumentKind Kind { get; }

    /// <summary>Line from 1, null for values that nobody wrote (defaults).</summary>
    public int? Line { get; }

    /// <summary>Column from 1.</summary>
    public int? Column { get; }

    /// <summary>JSON pointer from the root of the document this value was written in.</summary>
    public string Path => parent is null ? key ?? "" : $"{parent.Path}/{Escape(key!)}";

    /// <summary>The elements of a list; empty for everything else.</summary>
    public IReadOnlyList<DocumentNode> Items => items ?? NoItems;

    /// <summary>The members of a map, in order; empty for everything else.</summary>
    public IReadOnlyList<DocumentMember> Members => members ?? NoMembers;

    /// <summary>The text of a text value; null for everything else.</summary>
    public string? Text => Kind == DocumentKind.Text ? (string)scalar! : null;

    /// <summary>The value of a Boolean; null for everything else.</summary>
    public bool? Boolean => Kind == DocumentKind.Boolean ? (bool)scalar! : null;

    /// <summary>The value of a whole number that fits 64 bits; null for everything else.</summary>
    public long? WholeNumber => Kind == DocumentKind.WholeNumber && scalar is long number ? number : null;

    /// <summary>The scalar as .NET sees it (string, bool, long, ulong, double) or null.</summary>
    public object? Scalar => scalar;

    /// <summary>The member of that name; null when there is none or this isn't a map.</summary>
    public DocumentNode? this[string name] => index is not null && index.TryGetValue(name, out var value) ? value : null;

    /// <summary>A fresh JSON tree of this value; positions are left behind.</summary>
    public JsonNode? ToJson() => DocumentJson.Write(this);

    /// <summary>A fault at this value.</summary>
    public Fault Fault(string detail) => new(Path, Line, Column, detail);

    /// <summary>A fault at a member that isn't there: placed at the map that lacks it.</summary>
    public Fault FaultAt(string member, string detail) => new($"{Path}/{Escape(member)}", Line, Column, detail);

    internal bool AddMember(DocumentMember member)
    {
        if (!index!.TryAdd(member.Name, member.Value)) return false;
        members!.Add(member);
        return true;
    }

    /// <summary>Adds it, or puts it in the place of the one of that name.</summary>
    internal void SetMember(DocumentMember member)
    {
        if (AddMember(member)) return;
        index![member.Name] = member.Value;
        members![members.FindIndex(known => known.Name == member.Name)] = member;
    }

    internal void Add(DocumentNode item) => items!.Add(item);

    /// <summary>An empty value of the same place: what merged and substituted values are built from.</summary>
    internal DocumentNode Like(DocumentKind kind, object? value = null) => new(kind, value, Line, Column, parent, key);

    private static string Escape(string name) =>
        name.Contains('~', StringComparison.Ordinal) || name.Contains('/', StringComparison.Ordinal)
            ? name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
            : name;
}
