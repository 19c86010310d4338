using System.Collections.Concurrent;
using Platform.Oam;

namespace Platform.Deploy.Planning.Fetching;

/// <summary>
/// Renders, fetches what the rendering lacks, and renders again until nothing is lacking. Each distinct need is fetched once, however
/// many clusters share it, and a few at a time.
/// </summary>
internal sealed class Fetcher(IEnumerable<INeedResolver> resolvers, AnswerStore store, DeployOptions options)
{
    /// <summary>The longest chain is: an object with values, the chart, its rendering.</summary>
    private const int MostRounds = 6;

    private readonly Dictionary<string, INeedResolver> resolvers = resolvers.ToDictionary(resolver => resolver.Kind);

    /// <summary>A rendering that lacks nothing, or one with faults; and what it was made from.</summary>
    /// <param name="render">Renders with what is known.</param>
    /// <param name="needs">What the rendering lacks; nothing when it has faults.</param>
    /// <param name="revisionDigest">Whose answers are kept; null: nothing is kept (yet), see <see cref="KeepAsync"/>.</param>
    /// <param name="ct">Nobody waits any longer.</param>
    /// <exception cref="NotNowException">Somebody is away.</exception>
    public async Task<(T Rendering, Snapshot Snapshot)> RunAsync<T>(
        Func<Snapshot, T> render, Func<T, IReadOnlyList<Need>> needs, string? revisionDigest, CancellationToken ct)
    {
        var snapshot = Snapshot.Empty;
        for (var round = 0; ; round++)
        {
            var rendering = render(snapshot);
            if (needs(rendering) is not { Count: > 0 } lacking)
                return (rendering, snapshot);
            if (round == MostRounds)
                throw new InvalidOperationException($"After {MostRounds} rounds the rendering still asks for more: {lacking[0].Kind}.");
            snapshot = snapshot.With(await FetchAsync(lacking, revisionDigest, ct));
        }
    }

    /// <summary>Keeps a snapshot for the revision that will be made from it.</summary>
    public Task KeepAsync(Snapshot snapshot, string revisionDigest, CancellationToken ct) => Parallel.ForEachAsync(
        snapshot.Answers, ct, async (known, token) => await store.KeepAsync(IdOf(known.Key, revisionDigest), known.Value, token));

    /// <summary>The part of a snapshot that may be another one tomorrow: with other answers it is another revision.</summary>
    public IEnumerable<KeyValuePair<Need, Answer>> ChangingPart(Snapshot snapshot) =>
        snapshot.Answers.Where(known => resolvers[known.Key.Kind].Changes).OrderBy(known => known.Key.Key, StringComparer.Ordinal);

    private async Task<IReadOnlyDictionary<Need, Answer>> FetchAsync(IReadOnlyList<Need> needs, string? revisionDigest, CancellationToken ct)
    {
        var answers = new ConcurrentDictionary<Need, Answer>();
        var some = new ParallelOptions { MaxDegreeOfParallelism = options.FetchesAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(needs.Distinct(), some, async (need, token) => answers[need] = await FetchAsync(need, revisionDigest, token));
        return answers;
    }

    private async Task<Answer> FetchAsync(Need need, string? revisionDigest, CancellationToken ct)
    {
        var resolver = resolvers[need.Kind];
        var id = IdOf(need, revisionDigest);
        if ((revisionDigest is not null || !resolver.Changes) && await store.FindAsync(id, ct) is { } known)
            return known;
        var answer = await ResolveAsync(resolver, need, ct);
        return answer.Fault is null && revisionDigest is not null ? await store.KeepAsync(id, answer, ct) : answer;
    }

    private static async Task<Answer> ResolveAsync(INeedResolver resolver, Need need, CancellationToken ct)
    {
        try
        {
            return await resolver.ResolveAsync(need, ct);
        }
        catch (UnusableException e)
        {
            return Answer.Failed(e.Message);
        }
    }

    private string IdOf(Need need, string? revisionDigest) => AnswerDocument.IdOf(resolvers[need.Kind].Changes ? revisionDigest : null, need.Key);
}
