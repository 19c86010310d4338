using System.Globalization;

namespace Platform.Sandbox.Writing;

/// <summary>Kubernetes quantities (`500m`, `1Gi`) and their canonical spelling (k8s.io/apimachinery resource.Quantity).</summary>
internal static class Quantity
{
    private static readonly (string Suffix, decimal Unit)[] Decimal = [("E", 1e18m), ("P", 1e15m), ("T", 1e12m), ("G", 1e9m), ("M", 1e6m), ("k", 1e3m), ("", 1), ("m", 0.001m), ("u", 0.000001m), ("n", 0.000000001m)];
    private static readonly (string Suffix, decimal Unit)[] Binary = [.. new[] { "Ei", "Pi", "Ti", "Gi", "Mi", "Ki" }.Select((s, i) => (s, (decimal)Math.Pow(1024, 6 - i)))];

    /// <summary>The value; 0 where it can't be read.</summary>
    public static decimal Parse(string? text) => Read(text ?? "").Value;

    /// <summary>The spelling the server answers with: no fraction, the largest unit (`0.1` is `100m`, `1024Mi` is `1Gi`); exponents stay as they are.</summary>
    public static string Canonical(string text)
    {
        var (value, binary, readable) = Read(text);
        return readable ? Format(value, binary) : text;
    }

    public static string Format(decimal value, bool binary)
    {
        if (value == 0) return "0";
        if (binary && Math.Abs(value) >= 1024)
        {
            value = Math.Ceiling(value);
            foreach (var (suffix, unit) in Binary)
                if (value % unit == 0) return Number(value / unit) + suffix;
            return Number(value);
        }
        foreach (var (suffix, unit) in Decimal)
            if (value % unit == 0) return Number(value / unit) + suffix;
        return Number(Math.Ceiling(value / 0.000000001m)) + "n";
    }

    public static bool IsBinary(string text) => Read(text).Binary;

    private static (decimal Value, bool Binary, bool Readable) Read(string text)
    {
        var end = text.Length;
        while (end > 0 && char.IsLetter(text[end - 1])) end--;
        var (number, suffix) = (text[..end], text[end..]);
        var binary = suffix.EndsWith('i');
        decimal? unit = null;
        foreach (var (name, value) in binary ? Binary : Decimal)
            if (name == suffix) unit = value;
        return unit is { } u && decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read) && Math.Abs(read) < 1e9m
            ? (read * u, binary, true)
            : (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain) ? plain : 0, false, false);
    }

    private static string Number(decimal value) => decimal.Truncate(value).ToString(CultureInfo.InvariantCulture);
}
