using System.Text.Json.Nodes;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.Planning.Fetching;

/// <summary>Keeps what was fetched, so that nothing that changes elsewhere changes a revision: the first answer stays.</summary>
internal sealed class AnswerStore(IDocuments<AnswerDocument> documents, Sealing sealing, TimeProvider clock)
{
    public async Task<Answer?> FindAsync(string id, CancellationToken ct) =>
        await documents.GetAsync(id, ct) is { } known ? new Answer(JsonNode.Parse(sealing.Open(known.Content))) : null;

    /// <summary>The answer that is kept: this one, or the one somebody kept before.</summary>
    public async Task<Answer> KeepAsync(string id, Answer answer, CancellationToken ct)
    {
        if (answer.Fault is not null)
            throw new ArgumentException("Only answers are kept; what went wrong may be put right.", nameof(answer));
        var content = sealing.Close(answer.Value?.ToJsonString() ?? "null");
        if (await documents.InsertAsync(new() { Id = id, Content = content, CreatedAt = clock.GetUtcNow() }, ct))
            return answer;
        return await FindAsync(id, ct) ?? throw new InvalidOperationException($"Answer {id} was there and is gone.");
    }
}
