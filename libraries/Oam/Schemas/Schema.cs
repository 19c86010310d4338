using Platform.Oam.Documents;

namespace Platform.Oam.Schemas;

/// <summary>
/// What the parameters of a type may be: the part of JSON Schema that definitions need, with checks that know the place
/// of every value. Immutable; written with the factory methods.
/// </summary>
public sealed record Schema
{
    private readonly Dictionary<string, SchemaProperty> index = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<SchemaProperty> properties = [];

    /// <summary>Allowed types.</summary>
    public SchemaTypes Types { get; internal init; }

    /// <summary>What it is for, shown to users.</summary>
    public string? Description { get; internal init; }

    /// <summary>What it is called in messages, e.g. <c>a trait</c>; null = by what it belongs to.</summary>
    public string? Title { get; private init; }

    /// <summary>Value of a parameter that is left out; null = none.</summary>
    public DocumentNode? Default { get; internal init; }

    /// <summary>The only allowed texts; empty = all.</summary>
    public IReadOnlyList<string> OneOf { get; internal init; } = [];

    /// <summary>Smallest allowed number.</summary>
    public long? Minimum { get; internal init; }

    /// <summary>Largest allowed number.</summary>
    public long? Maximum { get; internal init; }

    /// <summary>Elements of a list; null = anything.</summary>
    public Schema? Items { get; internal init; }

    /// <summary>Values of a map's members that aren't named properties; null with <see cref="Open" /> = anything.</summary>
    public Schema? Values { get; internal init; }

    /// <summary>Members that aren't named are fine.</summary>
    public bool Open { get; internal init; }

    /// <summary>Still read, no longer recommended.</summary>
    public bool IsDeprecated { get; private init; }

    /// <summary>Properties required when another has a certain value.</summary>
    public IReadOnlyList<SchemaCondition> Conditions { get; private init; } = [];

    /// <summary>Groups of members of which at least one has to be there.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Alternatives { get; private init; } = [];

    /// <summary>What else has to hold of a value; of installed types and packages.</summary>
    internal IReadOnlyList<SchemaRule> Rules { get; init; } = [];

    /// <summary>Schemas it has to fit besides.</summary>
    internal IReadOnlyList<Schema> AllOf { get; init; } = [];

    /// <summary>The named members of a map, in order.</summary>
    public IReadOnlyList<SchemaProperty> Properties
    {
        get => properties;
        private init
        {
            properties = value;
            index = value.ToDictionary(property => property.Name, StringComparer.Ordinal);
        }
    }

    /// <summary>Any text, or only the ones given.</summary>
    public static Schema Text(string? description = null, params string[] oneOf) =>
        new() { Types = SchemaTypes.Text, Description = description, OneOf = oneOf };

    /// <summary>A whole number.</summary>
    public static Schema Whole(string? description = null, long? minimum = null, long? maximum = null) =>
        new() { Types = SchemaTypes.WholeNumber, Description = description, Minimum = minimum, Maximum = maximum };

    /// <summary>A port number.</summary>
    public static Schema Port(string? description = null) => Whole(description, 1, 65535);

    /// <summary>True or false.</summary>
    public static Schema Flag(string? description = null) => new() { Types = SchemaTypes.Boolean, Description = description };

    /// <summary>One of several types.</summary>
    public static Schema Either(SchemaTypes types, string? description = null) => new() { Types = types, Description = description };

    /// <summary>Anything at all.</summary>
    public static Schema Anything(string? description = null) => new() { Open = true, Description = description };

    /// <summary>A list.</summary>
    public static Schema List(Schema? items = null, string? description = null) =>
        new() { Types = SchemaTypes.List, Items = items, Description = description };

    /// <summary>Free names, each with a value of that kind.</summary>
    public static Schema MapOf(Schema? values = null, string? description = null) =>
        new() { Types = SchemaTypes.Map, Values = values, Open = true, Description = description };

    /// <summary>A map with named members only; add them with <see cref="With" /> and <see cref="Needs" />.</summary>
    public static Schema Map(string? description = null) => new() { Types = SchemaTypes.Map, Description = description };

    /// <summary>A member that may be left out.</summary>
    public Schema With(string name, Schema schema) => this with { Properties = Replacing(new(name, schema, false)) };

    /// <summary>A member that has to be there.</summary>
    public Schema Needs(string name, Schema schema) => this with { Properties = Replacing(new(name, schema, true)) };

    /// <summary>All members of another map too.</summary>
    public Schema With(Schema other) =>
        this with { Properties = [.. Properties, .. other.Properties], Conditions = [.. Conditions, .. other.Conditions] };

    /// <summary>When <paramref name="name" /> has that value (or default), others have to be there.</summary>
    public Schema When(string name, string value, params string[] required) =>
        this with { Conditions = [.. Conditions, new(name, value, required)] };

    /// <summary>At least one of these members has to be there.</summary>
    public Schema NeedsOneOf(params string[] names) => this with { Alternatives = [.. Alternatives, names] };

    /// <summary>Members that aren't named are fine.</summary>
    public Schema AndMore() => this with { Open = true };

    /// <summary>Null has a meaning of its own.</summary>
    public Schema OrNull() => Types == SchemaTypes.Any ? this : this with { Types = Types | SchemaTypes.Null };

    /// <summary>Null isn't the same as leaving it out.</summary>
    internal bool KeepsNull => Types == SchemaTypes.Any || Types.HasFlag(SchemaTypes.Null);

    /// <summary>What it is called in messages.</summary>
    public Schema Called(string title) => this with { Title = title };

    /// <summary>What it is for, shown to users.</summary>
    public Schema About(string description) => this with { Description = description };

    /// <summary>Still read, no longer recommended.</summary>
    public Schema Deprecated() => this with { IsDeprecated = true };

    /// <summary>Value of a parameter that is left out.</summary>
    public Schema Defaults(object value) => this with { Default = DocumentDefaults.Of(value) };

    /// <summary>Value of a parameter that is left out, as somebody wrote it.</summary>
    internal Schema DefaultsTo(DocumentNode value) => this with { Default = value };

    /// <summary>The same, but that member may be left out.</summary>
    public Schema Optionally(string name) =>
        this with { Properties = [.. Properties.Select(property => property.Name == name ? property with { Required = false } : property)] };

    /// <summary>The named member; null when there is none of that name.</summary>
    public SchemaProperty? Find(string name) => index.GetValueOrDefault(name);

    private List<SchemaProperty> Replacing(SchemaProperty property) => [.. Properties.Where(other => other.Name != property.Name), property];
}
