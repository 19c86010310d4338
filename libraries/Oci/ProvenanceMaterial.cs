using System.Text.Json.Nodes;

namespace Platform.Oci;

/// <summary>Something an artifact was made of (a resource descriptor of in-toto).</summary>
/// <param name="Uri">Where it was, e.g. <c>git+https://git.example/shop.git</c> or <c>pkg:oci/…</c>; never with credentials.</param>
/// <param name="Algorithm">What its digest is: <c>gitCommit</c>, <c>sha256</c>.</param>
/// <param name="Digest">The digest in hexadecimal characters.</param>
public sealed record ProvenanceMaterial(string Uri, string Algorithm, string Digest)
{
    internal JsonNode ToJson() => new JsonObject { ["uri"] = Uri, ["digest"] = new JsonObject { [Algorithm] = Digest } };
}
