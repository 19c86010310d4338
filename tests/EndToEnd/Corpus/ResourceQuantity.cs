using System.Globalization;

namespace Platform.EndToEnd.Tests.Corpus;

/// <summary>Kubernetes quantities, as far as the corpus has them.</summary>
internal static class ResourceQuantity
{
    private static readonly (string Suffix, decimal Milli)[] Suffixes =
        [("Ki", 1024_000m), ("Mi", 1048576_000m), ("Gi", 1073741824_000m), ("m", 1m), ("k", 1_000_000m), ("M", 1_000_000_000m), ("G", 1_000_000_000_000m), ("", 1000m)];

    /// <summary>In thousandths; null when it is none.</summary>
    public static decimal? Milli(string text)
    {
        var (suffix, milli) = Suffixes.First(known => text.EndsWith(known.Suffix, StringComparison.Ordinal));
        return decimal.TryParse(text[..^suffix.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number * milli : null;
    }
}
