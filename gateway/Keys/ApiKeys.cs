using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.Hosting;
using Platform.Storage;

namespace Platform.Gateway.Keys;

/// <summary>
/// Who a key belongs to. What was looked up is remembered for a few seconds, unknown ids too, so that a busy caller costs no read per
/// request; a key revoked here is forgotten at once.
/// </summary>
internal sealed class ApiKeys(IDocuments<ApiKey> keys, AdminKey admin, TimeProvider clock, IOptions<GatewayOptions> options)
{
    private const int MostRemembered = 10_000;
    private readonly ConcurrentDictionary<string, Remembered> remembered = new(StringComparer.Ordinal);

    public IDocuments<ApiKey> Documents => keys;

    /// <summary>The caller, or null for a key that is unknown, revoked or expired.</summary>
    public async ValueTask<Identity?> IdentifyAsync(string text, CancellationToken ct)
    {
        if (admin.Identify(text) is { } administrator)
            return administrator;
        if (!KeyText.TryRead(text, out var id, out var secret))
            return null;
        var key = await FindAsync(id, ct);
        if (key is null || !KeyText.IsHashOf(key.Hash, secret) || key.ValidUntil <= clock.GetUtcNow())
            return null;
        return new Identity(key.Name, "key", key.Roles);
    }

    /// <summary>False when the name is taken.</summary>
    public async Task<bool> AddAsync(ApiKey key, CancellationToken ct)
    {
        try
        {
            return await keys.InsertAsync(key, ct);
        }
        catch (UniqueViolationException)
        {
            return false;
        }
        finally
        {
            remembered.TryRemove(key.Id, out _);
        }
    }

    public async Task<bool> RevokeAsync(string id, CancellationToken ct)
    {
        var existed = await keys.DeleteAsync(id, ct: ct);
        remembered[id] = new Remembered(null, clock.GetUtcNow() + options.Value.KeyMemory);
        return existed;
    }

    private async ValueTask<ApiKey?> FindAsync(string id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (remembered.TryGetValue(id, out var known) && now < known.Until)
            return known.Key;
        if (remembered.Count >= MostRemembered)
            remembered.Clear();
        var fresh = new Remembered(await keys.GetAsync(id, ct), now + options.Value.KeyMemory);

        // A revocation that came while this read was under way has the last word.
        if (known is null ? remembered.TryAdd(id, fresh) : remembered.TryUpdate(id, fresh, known))
            return fresh.Key;
        return remembered.TryGetValue(id, out var newer) ? newer.Key : fresh.Key;
    }

    private sealed record Remembered(ApiKey? Key, DateTimeOffset Until);
}
