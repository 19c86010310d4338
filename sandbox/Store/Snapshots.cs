using System.Buffers.Binary;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Store;

/// <summary>
/// A cluster's state in one file: its version, then every object as length and JSON, custom resource definitions first.
/// Written whole beside the old one and renamed over it.
/// </summary>
internal static class Snapshots
{
    private static ReadOnlySpan<byte> Magic => "sandbox1"u8;

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
        {
            Span<byte> number = stackalloc byte[8];
            file.Write(Magic);
            BinaryPrimitives.WriteInt64LittleEndian(number, version);
            file.Write(number);
            foreach (var o in objects)
            {
                BinaryPrimitives.WriteInt32LittleEndian(number, o.Bytes.Length);
                file.Write(number[..4]);
                file.Write(o.Bytes);
            }
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Fills an empty cluster; false where there is no snapshot that can be read.</summary>
    public static bool Load(Cluster cluster, string path)
    {
        if (!File.Exists(path)) return false;
        var bytes = File.ReadAllBytes(path).AsSpan();
        if (!bytes.StartsWith(Magic)) return false;
        var version = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        var rest = bytes[16..];
        lock (cluster.Store.Gate)
        {
            cluster.Store.Load(version, []);
            while (rest.Length > 4)
            {
                var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
                if (length > rest.Length - 4) break;
                LoadOne(cluster, rest.Slice(4, length).ToArray());
                rest = rest[(4 + length)..];
            }
        }
        return true;
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
