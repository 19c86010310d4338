using System.Buffers.Binary;
using System.Security.Cryptography;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Store;

/// <summary>
/// A cluster's state in one file: its version, then every object as length and JSON, custom resource definitions first, then a digest of it
/// all. Written whole beside the old one and renamed over it: whoever is killed at any moment leaves the old or the new one.
/// </summary>
internal static class Snapshots
{
    /// <summary>A killed process has told versions that are in no snapshot; the next one begins far beyond them, so that no version is ever two.</summary>
    public const long VersionsLostAtMost = 100_000;

    private const int DigestLength = 32;

    private static ReadOnlySpan<byte> Magic => "sandbox2"u8;

    public static void Save(ClusterStore store, string path)
    {
        long version;
        List<StoredObject> objects;
        lock (store.Gate)
        {
            version = store.Version;
            objects = [.. store.Resources.SelectMany(r => r.All).OrderBy(o => o.Kind.Name == "CustomResourceDefinition" ? 0 : 1)];
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024))
        using (var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            Span<byte> number = stackalloc byte[8];
            Write(file, digest, Magic);
            BinaryPrimitives.WriteInt64LittleEndian(number, version);
            Write(file, digest, number);
            foreach (var o in objects)
            {
                BinaryPrimitives.WriteInt32LittleEndian(number, o.Bytes.Length);
                Write(file, digest, number[..4]);
                Write(file, digest, o.Bytes);
            }
            file.Write(digest.GetHashAndReset());
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    private static void Write(FileStream file, IncrementalHash digest, ReadOnlySpan<byte> bytes)
    {
        file.Write(bytes);
        digest.AppendData(bytes);
    }

    /// <summary>Fills an empty cluster from its snapshot, if it has one. Throws <see cref="InvalidDataException"/> for one that is damaged.</summary>
    public static void Load(Cluster cluster, string path)
    {
        if (!File.Exists(path)) return;
        var bytes = File.ReadAllBytes(path).AsSpan();
        if (bytes.Length < Magic.Length + 8 + DigestLength || !bytes.StartsWith(Magic)) throw new InvalidDataException("It is no snapshot.");
        var content = bytes[..^DigestLength];
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes[^DigestLength..])) throw new InvalidDataException("Its digest is wrong.");
        var rest = content[16..];
        lock (cluster.Store.Gate)
        {
            cluster.Store.Load(BinaryPrimitives.ReadInt64LittleEndian(content[8..]) + VersionsLostAtMost, []);
            while (rest.Length > 0)
            {
                var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
                LoadOne(cluster, rest.Slice(4, length).ToArray());
                rest = rest[(4 + length)..];
            }
        }
    }

    private static void LoadOne(Cluster cluster, byte[] json)
    {
        var (apiVersion, name) = Envelope(json);
        var kind = cluster.Store.Kinds.FindByName(apiVersion, name);
        if (kind is null) return;
        cluster.Store.Load(cluster.Store.Version, [StoredObject.Load(kind, json)]);
        if (name == "CustomResourceDefinition") cluster.Definitions.Refresh();
    }

    private static (string ApiVersion, string Kind) Envelope(byte[] json)
    {
        var reader = new System.Text.Json.Utf8JsonReader(json);
        var (apiVersion, kind) = ("", "");
        while (reader.Read() && (apiVersion.Length == 0 || kind.Length == 0))
        {
            if (reader.TokenType != System.Text.Json.JsonTokenType.PropertyName || reader.CurrentDepth != 1) continue;
            if (reader.ValueTextEquals("apiVersion"))
            {
                reader.Read();
                apiVersion = reader.GetString()!;
            }
            else if (reader.ValueTextEquals("kind"))
            {
                reader.Read();
                kind = reader.GetString()!;
            }
        }
        return (apiVersion, kind);
    }
}
