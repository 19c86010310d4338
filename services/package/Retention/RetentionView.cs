using System.Text.Json.Nodes;
using Platform.Hosting;

namespace Platform.Package.Retention;

/// <summary>Rules of retention as answered, and as given: <c>{keep: 10, maxAge: 90d}</c>.</summary>
/// <param name="Keep">Complete packages that are kept; all when null.</param>
/// <param name="MaxAge">Age from which a package goes, e.g. <c>90d</c>.</param>
/// <param name="Own">True for rules of the application's own, false for the configured ones.</param>
internal sealed record RetentionView(int? Keep, string? MaxAge, bool Own)
{
    internal static RetentionView Of(RetentionRule rule, bool own) =>
        new(rule.Keep, rule.MaxAge is { } age ? $"{age.TotalSeconds:0.###}s" : null, own);

    internal static (RetentionRule? Rule, IReadOnlyList<ProblemError> Faults) Read(JsonNode? body)
    {
        if (body is not JsonObject given)
            return (null, [new ProblemError("", "Rules of retention are an object: {keep: 10, maxAge: 90d}.")]);

        var faults = new List<ProblemError>();
        int? keep = null;
        TimeSpan? maxAge = null;
        if (given["keep"] is { } count)
        {
            if (count is JsonValue value && value.TryGetValue<int>(out var number) && number is >= 1 and <= 100_000)
                keep = number;
            else
                faults.Add(new ProblemError("/keep", "'keep' is a number of packages, 1 to 100000."));
        }

        if (given["maxAge"] is { } age)
        {
            if (age is JsonValue value && value.TryGetValue<string>(out var text) && Durations.TryParse(text, out var duration) && duration > TimeSpan.Zero)
                maxAge = duration;
            else
                faults.Add(new ProblemError("/maxAge", "'maxAge' is a duration such as 90d or 720h."));
        }

        faults.AddRange(given.Where(p => p.Key is not ("keep" or "maxAge" or "own")).Select(p => new ProblemError(
            $"/{p.Key}", $"Rules of retention have no '{p.Key}'; they have keep and maxAge.")));
        return faults.Count == 0 ? (new RetentionRule(keep, maxAge), []) : (null, faults);
    }
}
