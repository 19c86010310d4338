using System.Text;

namespace Platform.Storage.Mongo;

/// <summary>
/// MongoDB gives dots and a leading dollar in keys a meaning in updates and queries, and reserves <c>$ref</c> and <c>$id</c>.
/// Keys are kept with the full-width characters its manual recommends; those, where they occur by themselves, behind a full-width backslash.
/// </summary>
internal static class BsonKeys
{
    private const char Dot = '\uFF0E';
    private const char Dollar = '\uFF04';
    private const char Literal = '\uFF3C';

    public static string Escape(string key)
    {
        if (key.AsSpan().IndexOfAny(['.', '$', Dot, Dollar, Literal]) < 0)
        {
            return key;
        }

        var escaped = new StringBuilder(key.Length + 4);
        foreach (var c in key)
        {
            _ = c switch
            {
                '.' => escaped.Append(Dot),
                '$' => escaped.Append(Dollar),
                Dot or Dollar or Literal => escaped.Append(Literal).Append(c),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    public static string Unescape(string key)
    {
        if (key.AsSpan().IndexOfAny(Dot, Dollar, Literal) < 0)
        {
            return key;
        }

        var plain = new StringBuilder(key.Length);
        for (var i = 0; i < key.Length; i++)
        {
            _ = key[i] switch
            {
                Dot => plain.Append('.'),
                Dollar => plain.Append('$'),
                Literal when i + 1 < key.Length => plain.Append(key[++i]),
                _ => plain.Append(key[i]),
            };
        }

        return plain.ToString();
    }
}
