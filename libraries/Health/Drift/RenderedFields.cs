using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Platform.Health;

/// <summary>
/// The fields a rendered object fixes: what drift is looked for in (health.md). Their values are kept as prints: of each, four bytes of a
/// keyed hash of what the API server made of it when it was applied, so that defaults and normal forms are the server's own, and no value
/// leaves the service that rendered it. Objects of one shape share their fields.
/// </summary>
public sealed class RenderedFields
{
    /// <summary>Bytes of a field's print.</summary>
    public const int PrintBytes = 4;

    /// <summary>An object with more is looked at in coarser parts: each a whole, whatever is added to it.</summary>
    private const int MostFields = 160;

    private static readonly int[] Depths = [32, 8, 7, 6, 5, 4, 3, 2, 1];

    private RenderedFields(IReadOnlyList<FieldPath> paths)
    {
        Paths = paths;
        Text = string.Join('\n', paths.Select(p => p.Text));
        Id = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)).AsSpan(0, 9));
    }

    /// <summary>Where they are.</summary>
    public IReadOnlyList<FieldPath> Paths { get; }

    /// <summary>As it is kept and sent: a path a line.</summary>
    public string Text { get; }

    /// <summary>Follows from the text.</summary>
    public string Id { get; }

    /// <param name="manifest">The object as rendered.</param>
    /// <param name="leaveOut">Fields that others may set, e.g. the replicas of what an autoscaler scales: true leaves one out.</param>
    public static RenderedFields Of(JsonObject manifest, Func<FieldPath, bool>? leaveOut = null)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var found = new List<FieldPath>();
        foreach (var depth in Depths)
        {
            found = [.. FieldWalk.Of(manifest, depth).Where(p => leaveOut?.Invoke(p) != true)];
            if (found.Count <= MostFields)
                break;
        }
        return new([.. found.Take(MostFields)]);
    }

    /// <exception cref="FormatException">Not the text of one.</exception>
    public static RenderedFields Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text.Length == 0 ? [] : [.. text.Split('\n').Select(FieldPath.Parse)]);
    }

    /// <summary>Prints of the fields' values in a live object, one after the other.</summary>
    public byte[] Print(JsonObject live, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(live);
        var print = new byte[Paths.Count * PrintBytes];
        for (var i = 0; i < Paths.Count; i++)
            Print(Paths[i], live, key, print.AsSpan(i * PrintBytes, PrintBytes));
        return print;
    }

    /// <summary>The fields whose values differ from those of a print.</summary>
    public IReadOnlyList<FieldPath> Differing(JsonObject live, ReadOnlySpan<byte> key, ReadOnlySpan<byte> print)
    {
        ArgumentNullException.ThrowIfNull(live);
        if (print.Length != Paths.Count * PrintBytes)
            return [];
        List<FieldPath>? differing = null;
        Span<byte> now = stackalloc byte[PrintBytes];
        for (var i = 0; i < Paths.Count; i++)
        {
            Print(Paths[i], live, key, now);
            if (!now.SequenceEqual(print.Slice(i * PrintBytes, PrintBytes)))
                (differing ??= []).Add(Paths[i]);
        }
        return differing ?? [];
    }

    /// <summary>Zeros: it is not there.</summary>
    private static void Print(FieldPath path, JsonObject live, ReadOnlySpan<byte> key, Span<byte> print)
    {
        print.Clear();
        if (path.In(live) is not { } value)
            return;
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, path.Presence ? "there"u8 : Encoding.UTF8.GetBytes(value.ToJsonString()), hash);
        hash[..PrintBytes].CopyTo(print);
        if (print.IndexOfAnyExcept((byte)0) < 0)
            print[0] = 1;
    }
}
