using System.IO.Compression;
using System.Text.Json.Nodes;
using Platform.Hosting;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.Planning.Fetching;

/// <summary>Keeps what was fetched, so that nothing that changes elsewhere changes a revision: the first answer stays.</summary>
internal sealed class AnswerStore(IDocuments<AnswerDocument> documents, MasterKey key, TimeProvider clock)
{
    private const string Purpose = "planning-answer";

    public async Task<Answer?> FindAsync(string id, CancellationToken ct) =>
        await documents.GetAsync(id, ct) is { } known ? new Answer(Open(known.Content)) : null;

    /// <summary>The answer that is kept: this one, or the one somebody kept before.</summary>
    public async Task<Answer> KeepAsync(string id, Answer answer, CancellationToken ct)
    {
        if (answer.Fault is not null)
            throw new ArgumentException("Only answers are kept; what went wrong may be put right.", nameof(answer));
        if (await documents.InsertAsync(new() { Id = id, Content = Close(answer.Value), CreatedAt = clock.GetUtcNow() }, ct))
            return answer;
        return await FindAsync(id, ct) ?? throw new InvalidOperationException($"Answer {id} was there and is gone.");
    }

    private string Close(JsonNode? value)
    {
        using var buffer = new MemoryStream();
        using (var brotli = new BrotliStream(buffer, CompressionLevel.Fastest))
            brotli.Write(System.Text.Encoding.UTF8.GetBytes(value?.ToJsonString() ?? "null"));
        return key.Encrypt(buffer.ToArray(), Purpose);
    }

    private JsonNode? Open(string content)
    {
        using var brotli = new BrotliStream(new MemoryStream(key.Decrypt(content, Purpose)), CompressionMode.Decompress);
        return JsonNode.Parse(brotli);
    }
}
