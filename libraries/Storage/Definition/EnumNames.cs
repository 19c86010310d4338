using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Storage;

/// <summary>Enums by their camelCase names, unless the enum brings a converter of its own (as contracts do).</summary>
internal sealed class EnumNames : JsonConverterFactory
{
    private static readonly JsonStringEnumConverter Names = new(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsEnum && !typeToConvert.IsDefined(typeof(JsonConverterAttribute), inherit: false);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        Names.CreateConverter(typeToConvert, options);
}
