using System.Globalization;

namespace Platform.Oam.Documents;

/// <summary>Scalars as text: names of members, and values put into the middle of a text.</summary>
internal static class ScalarText
{
    public static string Of(object scalar) => scalar switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };
}
