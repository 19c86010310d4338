using System.Text.Json.Nodes;
using CsCheck;
using Platform.Cli.Output;
using Shouldly;

namespace Platform.Cli.Tests;

/// <summary>What is printed as YAML reads back as what it was.</summary>
public sealed class YamlTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[Gen.Char[" \t\n:#-?*&!|>'\"%@`{}[],=aB0.~\u00e9\u2028\\"], 0, 12],
        Words("true", "No", "off", "null", "~", "1", "-1.5", "0x1F", "0o17", "1e3", "1_000", "12:30:45", "2024-01-31", ".inf", "a: b", "- a", "<<", "=", "", " "));

    private static readonly Gen<JsonNode?> Nodes = Gen.Recursive<JsonNode?>((depth, inner) => Gen.OneOf<JsonNode?>(
        Texts.Select(x => (JsonNode?)JsonValue.Create(x)),
        Gen.Long.Select(x => (JsonNode?)JsonValue.Create(x)),
        Gen.Bool.Select(x => (JsonNode?)JsonValue.Create(x)),
        Gen.Const((JsonNode?)null),
        (depth > 3 ? Gen.Const(Array.Empty<JsonNode?>()) : inner.Array[0, 4]).Select(x => (JsonNode?)new JsonArray([.. x.Select(y => y?.DeepClone())])),
        (depth > 3 ? Gen.Const(Array.Empty<(string, JsonNode?)>()) : Gen.Select(Texts, inner).Array[0, 4])
            .Select(x => (JsonNode?)new JsonObject(x.DistinctBy(y => y.Item1).Select(y => KeyValuePair.Create(y.Item1, y.Item2?.DeepClone()))))));

    private static Gen<string> Words(params string[] words) => Gen.Int[0, words.Length - 1].Select(x => words[x]);

    [Fact]
    public void Whatever_is_written_reads_back() => Nodes.Select(x => new JsonObject { ["a"] = x?.DeepClone() }).Sample(
        document => Corpus.Read(Yaml.Write(document)).Single().ToJsonString().ShouldBe(document.ToJsonString()), iter: 5000);

    [Fact]
    public void Plain_words_stay_plain_and_ambiguous_ones_are_quoted() => Yaml.Write(JsonNode.Parse("""
        {"image":"nginx:1.20","path":"/a/b","word":"two words","yes":"yes","number":"10","count":10,"text":"one\ntwo\n","empty":{},"none":[],"list":["a"]}
        """)).ShouldBe("""
        image: nginx:1.20
        path: /a/b
        word: two words
        "yes": "yes"
        number: "10"
        count: 10
        text: |
          one
          two
        empty: {}
        none: []
        list:
        - a

        """);
}
