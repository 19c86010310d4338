using Platform.Oci;

namespace Platform.Charts;

/// <summary>A packaged chart as it was fetched.</summary>
/// <param name="Content">The <c>.tgz</c>.</param>
/// <param name="Address">Where it was, <c>https://…</c> or <c>oci://…</c> with its tag.</param>
/// <param name="Digest">What tells it apart there: the file's digest, or the manifest's in a registry.</param>
public sealed record FetchedChart(byte[] Content, string Address, Digest Digest);
