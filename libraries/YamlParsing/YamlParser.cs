using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Platform.YamlParsing;

/// <summary>
/// YamlDotNet's parser, for text from anywhere: whatever is wrong with it is a <see cref="YamlException"/> with its place. The original gives
/// up on some texts with exceptions that mean an error of ours.
/// </summary>
public sealed class YamlParser(TextReader text) : IParser
{
    private readonly Parser parser = new(text);

    /// <inheritdoc/>
    public ParsingEvent? Current => parser.Current;

    /// <inheritdoc/>
    /// <exception cref="YamlException">What comes next is no YAML.</exception>
    public bool MoveNext()
    {
        try
        {
            return parser.MoveNext();
        }
        catch (InvalidOperationException e)
        {
            throw Near("something that begins near here isn't closed", e);
        }
        catch (ArgumentException e)
        {
            throw Near("a tag (!…) or an escape (\\…) near here isn't one", e);
        }
    }

    private YamlException Near(string fault, Exception e)
    {
        var last = parser.Current?.End ?? Mark.Empty;
        return new(last, last, fault, e);
    }
}
