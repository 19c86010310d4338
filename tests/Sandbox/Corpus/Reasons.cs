namespace Platform.Sandbox.Tests.Corpus;

/// <summary>Why exchanges differ from the recording, by file and number. What isn't here must agree.</summary>
internal static class Reasons
{
    private const string Recorder = "the recorder changed its copy of the answer before writing it down";
    private const string Trimmed = "only a part was recorded, though the line doesn't say so";
    private const string GoStructs = "the message holds the value as Go prints its structs";
    private const string GoOrder = "the message holds the whole object with its fields in the order of Go's structs, here in the order they came";
    private const string Descriptions = "columns have no descriptions here";
    private const string MapOrder = "several errors: Go tells those of a map in random order, and the scale's accessor has one of its own";
    private const string Rules = "rules in CEL are not evaluated: the one library for .NET has none of Kubernetes' own functions, so that it would refuse good objects";
    private const string AfterRules = "follows from a rule in CEL that let something pass";

    private const string NoSandbox = "a Pod whose image doesn't come has an address, which the recording's simulator of nodes didn't give it";
    private const string EarlyBinding = "the recording's provisioner bound claims before their volumes were there, so they were lost for a moment";
    private const string Resync = "a controller looks at everything again every few seconds and counts its events up; idle clusters cost nothing here";

    private static readonly Dictionary<string, Dictionary<int, string>> All = new(StringComparer.Ordinal)
    {
        ["discovery.jsonl"] = new()
        {
            [17] = "types have no descriptions here; the recording holds the names of the paths only",
            [19] = Trimmed,
            [40] = "answers are never protobuf: clients that offer JSON too take it",
        },
        ["crud.jsonl"] = new()
        {
            [70] = Recorder,
            [139] = GoStructs,
            [140] = GoStructs,
            [143] = GoStructs,
            [145] = GoStructs,
            [152] = Descriptions,
            [153] = Descriptions,
            [154] = Descriptions,
            [155] = Descriptions,
        },
        ["patch.jsonl"] = new() { [16] = GoOrder, [23] = GoOrder, [27] = GoOrder, [35] = GoOrder },
        ["apply.jsonl"] = new() { [31] = Recorder },
        ["watch.jsonl"] = new()
        {
            [9] = Descriptions,
            [27] = "the bookmark of an empty kind holds Go's zero values of all its fields",
        },
        ["crd.jsonl"] = new()
        {
            [10] = MapOrder,
            [11] = MapOrder,
            [12] = Rules,
            [14] = AfterRules,
            [21] = Rules,
            [23] = "the message holds the request's text, which the recording has lost the spaces of",
            [24] = "answers are never protobuf",
            [26] = Recorder,
            [35] = Rules,
            [36] = AfterRules,
            [39] = AfterRules,
            [46] = GoStructs,
            [54] = AfterRules,
            [55] = AfterRules,
            [59] = AfterRules,
            [60] = AfterRules,
        },
        ["access.jsonl"] = new()
        {
            [5] = Trimmed,
            [54] = "the recorded user has a token with a uid, this one a certificate, which has none",
            [55] = "the certificate is another",
            [82] = Trimmed,
        },
        ["controllers.jsonl"] = new()
        {
            [24] = NoSandbox,
            [25] = NoSandbox,
            [45] = EarlyBinding,
            [46] = EarlyBinding,
            [49] = EarlyBinding,
            [60] = "a kubelet says of a Pod that has ended that it isn't ready any more, the recording's simulator of nodes didn't",
            [68] = "the recording's provisioner wrote no events, that of the sandbox tells when it is done as others do",
            [77] = Resync,
            [81] = Resync,
        },
    };

    public static string? Of(string file, int number) => All.GetValueOrDefault(file)?.GetValueOrDefault(number);
}
