using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Platform.Oam;

namespace Platform.Deploy.Planning;

/// <summary>Plans as they are stored: their id says what is in them.</summary>
internal static class Plans
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static PlanDocument Of(IEnumerable<RenderedObject> objects, DateTimeOffset now) =>
        Of([.. objects.Select(item => new PlannedObject(item.Component, item.Manifest))], now);

    public static PlanDocument Of(IReadOnlyList<PlannedObject> planned, DateTimeOffset now)
    {
        var text = JsonSerializer.Serialize(planned, Json);
        return new()
        {
            Id = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            Objects = text,
            Count = planned.Count,
            CreatedAt = now,
        };
    }

    public static IReadOnlyList<PlannedObject> ObjectsOf(PlanDocument plan) => JsonSerializer.Deserialize<List<PlannedObject>>(plan.Objects, Json) ?? [];
}
