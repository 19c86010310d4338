using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Api;

/// <summary>Writes the events of a watch, in the form the client asked for.</summary>
internal sealed class WatchEvents(ApiCall call)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly string? _form = Negotiation.Form(call);
    private bool _columnsSent;

    public bool Any => _buffer.WrittenCount > 0;

    public void Add(string type, StoredObject o)
    {
        if (_form is null) Write(type, Conversions.Outgoing(call.Kind, o.Bytes));
        else Write(type, StoredObject.Write(Formed(Conversions.Outgoing(call.Kind, o.Parse()))));
    }

    /// <summary>The object left the selection: DELETED in its last selected state, at the version of the change.</summary>
    public void Left(StoredObject old, long version)
    {
        var o = Conversions.Outgoing(call.Kind, old.Parse());
        o["metadata"]!["resourceVersion"] = version.ToString();
        Write("DELETED", StoredObject.Write(Formed(o)));
    }

    public void Bookmark(long version, bool initialEventsEnd)
    {
        var o = new JsonObject { ["kind"] = call.Kind.Name, ["apiVersion"] = call.Kind.ApiVersion };
        if (call.Kind.Custom is null) new Kinds.Decoder([]).Decode(o, call.Kind.Schema);
        var meta = new JsonObject { ["resourceVersion"] = version.ToString() };
        if (initialEventsEnd) meta["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        o["metadata"] = meta;
        Write("BOOKMARK", StoredObject.Write(_form is null ? o : Formed(o)));
    }

    public async Task ErrorAsync(KubeException failure, CancellationToken ct)
    {
        Write("ERROR", StoredObject.Write(failure.ToStatus()));
        await FlushAsync(ct);
    }

    public async Task FlushAsync(CancellationToken ct)
    {
        await call.Cluster.Faults.UnhungAsync(ct);
        var writer = call.Http.Response.BodyWriter;
        if (Any) await writer.WriteAsync(_buffer.WrittenMemory, ct); // Which sends it, too.
        else await writer.FlushAsync(ct);
        _buffer.ResetWrittenCount();
    }

    private JsonObject Formed(JsonObject o)
    {
        if (_form == "PartialObjectMetadata") return Reads.Partial(o);
        if (_form != "Table") return o;
        var table = Tables.Of(call, [o], new JsonObject { ["resourceVersion"] = o["metadata"]?["resourceVersion"]?.DeepClone() });
        if (_columnsSent) table["columnDefinitions"] = null;
        _columnsSent = true;
        return table;
    }

    private void Write(string type, ReadOnlySpan<byte> json)
    {
        Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":", _buffer);
        _buffer.Write(json);
        _buffer.Write("}\n"u8);
    }
}
