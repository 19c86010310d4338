using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Oam.Documents;

/// <summary>
/// What an unquoted scalar means: the rules of Go's YAML 1.1 reader, which kubectl uses, so that the same text means the
/// same here. Notably yes, no, on, off, y and n are Booleans, 0777 is octal, and dates stay text.
/// </summary>
internal static partial class PlainScalar
{
    public static (DocumentKind Kind, object? Value) Resolve(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return (DocumentKind.Null, null);
            case "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON":
                return (DocumentKind.Boolean, true);
            case "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF":
                return (DocumentKind.Boolean, false);
            default:
                return char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' or '.' ? Numeric(text) : (DocumentKind.Text, text);
        }
    }

    private static (DocumentKind Kind, object? Value) Numeric(string text)
    {
        var plain = text.Replace("_", "", StringComparison.Ordinal);
        if (Whole(plain) is { } whole) return (DocumentKind.WholeNumber, whole);
        if (Fraction().IsMatch(plain) && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return double.IsFinite(number) ? (DocumentKind.Number, number) : (DocumentKind.Text, text);
        return (DocumentKind.Text, text);
    }

    private static object? Whole(string plain)
    {
        var negative = plain.StartsWith('-');
        var digits = negative || plain.StartsWith('+') ? plain[1..] : plain;
        if (Magnitude(digits) is not { } magnitude) return null;
        if (!negative) return magnitude <= long.MaxValue ? (long)magnitude : magnitude;
        return magnitude switch
        {
            <= long.MaxValue => -(long)magnitude,
            (ulong)long.MaxValue + 1 => long.MinValue,
            _ => null,
        };
    }

    private static ulong? Magnitude(string digits)
    {
        if (digits.Length == 0 || !char.IsAsciiDigit(digits[0])) return null;
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) return InBase(digits.AsSpan(2), 16);
        if (digits.StartsWith("0o", StringComparison.OrdinalIgnoreCase)) return InBase(digits.AsSpan(2), 8);
        if (digits.StartsWith("0b", StringComparison.OrdinalIgnoreCase)) return InBase(digits.AsSpan(2), 2);
        return digits.Length > 1 && digits[0] == '0' ? InBase(digits.AsSpan(1), 8) : InBase(digits, 10);
    }

    private static ulong? InBase(ReadOnlySpan<char> digits, uint radix)
    {
        if (digits.IsEmpty) return null;
        var value = 0ul;
        foreach (var digit in digits)
        {
            var worth = char.IsAsciiHexDigit(digit) ? Convert.ToUInt32(digit.ToString(), 16) : uint.MaxValue;
            if (worth >= radix || value > (ulong.MaxValue - worth) / radix) return null;
            value = (value * radix) + worth;
        }

        return value;
    }

    [GeneratedRegex(@"^[-+]?([0-9]*\.?[0-9]+|[0-9]+\.)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Fraction();
}
