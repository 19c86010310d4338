using System.Globalization;
using Fluid;
using Fluid.Values;
using Platform.Oam.Plugins.Scripts;

namespace Platform.Oam.Plugins.Templates;

/// <summary>The part of Liquid that templates may use: no clock, no files, nothing that grows without bounds.</summary>
internal static class LiquidLanguage
{
    private static readonly string[] Taken = ["capture", "include", "render", "macro", "call", "from", "import", "increment", "decrement", "liquid"];

    private static readonly string[] Impure = ["date", "format_date", "time_zone", "format_string", "format_number", "md5", "sha1", "sha256"];

    private static readonly string[] Growing =
        ["append", "prepend", "replace", "replace_first", "replace_last", "join", "concat", "newline_to_br", "escape", "escape_once", "url_encode", "json", "base64_encode", "base64_url_safe_encode", "handleize", "strip_html"];

    public static FluidParser Parser()
    {
        var parser = new FluidParser(new() { AllowFunctions = false, AllowParentheses = false });
        foreach (var tag in Taken) parser.RegisteredTags.Remove(tag);
        return parser;
    }

    public static TemplateOptions Options()
    {
        var options = new TemplateOptions
        {
            MaxSteps = ScriptLimits.Statements / 4,
            MaxRecursion = ScriptLimits.Recursion,
            CultureInfo = CultureInfo.InvariantCulture,
            TimeZone = TimeZoneInfo.Utc,
            Now = () => DateTimeOffset.UnixEpoch,
        };
        foreach (var name in Impure) options.Filters.AddFilter(name, (_, _, _) => throw new ScriptException($"'{name}' isn't available"));
        foreach (var name in Growing)
        {
            if (options.Filters.TryGetValue(name, out var filter)) options.Filters.AddFilter(name, Bounded(filter));
        }

        return options;
    }

    /// <summary>What a filter takes and gives may be so long; of replacing, what it could give.</summary>
    private static FilterDelegate Bounded(FilterDelegate filter) => (input, arguments, context) =>
    {
        var length = Length(input) + 1L;
        for (var i = 0; i < arguments.Count; i++) length *= Math.Max(1, Length(arguments.At(i)));
        if (length > 16L * ScriptLimits.Characters) throw new ScriptException("a text or list would become too large");
        return WithinAsync(filter(input, arguments, context));
    };

    private static async ValueTask<FluidValue> WithinAsync(ValueTask<FluidValue> filtered)
    {
        var result = await filtered;
        return Length(result) <= ScriptLimits.Characters ? result : throw new ScriptException("a text or list becomes too large");
    }

    private static long Length(FluidValue value) => value switch
    {
        StringValue text => text.ToStringValue().Length,
        ArrayValue list => list.Values.Sum(item => item is StringValue ? item.ToStringValue().Length + 1 : 1L),
        _ => 1,
    };
}
