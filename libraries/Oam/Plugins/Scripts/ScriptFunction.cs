using System.Globalization;
using System.Text.Json.Nodes;
using Acornima;
using Acornima.Ast;
using Jint;
using Jint.Runtime;

namespace Platform.Oam.Plugins.Scripts;

/// <summary>
/// A function somebody wrote in JavaScript: JSON in, JSON out. Every call has an engine of its own, so nothing stays from one to the
/// next; there is no clock, no randomness, no network, no .NET behind it, and it ends within <see cref="ScriptLimits" />.
/// </summary>
internal sealed class ScriptFunction
{
    private readonly Prepared<Script> script;
    private readonly string name;

    private ScriptFunction(Prepared<Script> script, string name) => (this.script, this.name) = (script, name);

    /// <summary>Null and why, when it is no script or isn't allowed.</summary>
    /// <param name="source">Has to define a function of that name.</param>
    /// <param name="name">E.g. <c>render</c>.</param>
    /// <param name="fault">What is wrong, with the line in the script.</param>
    public static ScriptFunction? Compile(string source, string name, out string? fault)
    {
        fault = null;
        if (source.Length > ScriptLimits.Source)
        {
            fault = $"the script has {source.Length} characters; at most {ScriptLimits.Source} are taken";
            return null;
        }

        try
        {
            var script = Engine.PrepareScript(source, name, strict: true, Preparation);
            ScriptCheck.Run(script.Program!);
            if (script.Program!.Body.OfType<FunctionDeclaration>().Any(function => function.Id?.Name == name && !function.Async && !function.Generator)) return new(script, name);
            fault = $"the script defines no function {name}: write function {name}(context) {{ return …; }}";
        }
        catch (ParseErrorException e)
        {
            fault = $"line {e.LineNumber}, column {e.Column}: {e.Description}";
        }
        catch (ScriptPreparationException e)
        {
            fault = e.InnerException is ParseErrorException parse ? $"line {parse.LineNumber}, column {parse.Column}: {parse.Description}" : e.Message;
        }
        catch (ScriptException e)
        {
            fault = e.Message;
        }
        catch (InsufficientExecutionStackException)
        {
            fault = $"expressions are nested more than {ScriptLimits.Nesting} deep";
        }

        return null;
    }

    /// <exception cref="ScriptException">It threw, returned something else than plain values, or went beyond a limit.</exception>
    public JsonNode? Call(JsonNode argument)
    {
        try
        {
            using var engine = new Engine(Configure);
            engine.Execute(ScriptPrelude.Script);
            engine.Execute(script);
            return ScriptValues.Out(engine.Invoke(name, ScriptValues.In(engine, argument)));
        }
        catch (JavaScriptException e)
        {
            throw new ScriptException($"line {e.Location.Start.Line}: {Shortened(e.Message)}", e);
        }
        catch (Exception e) when (Limit(e) is not null)
        {
            throw new ScriptException(Limit(e)!, e);
        }
    }

    private static readonly ScriptPreparationOptions Preparation = new()
    {
        ParsingOptions = new() { RegexTimeout = ScriptLimits.Regex, CompileRegex = false },
    };

    private static void Configure(Options options)
    {
        options.MaxStatements(ScriptLimits.Statements).LimitMemory(ScriptLimits.Memory).TimeoutInterval(ScriptLimits.Time).LimitRecursion(ScriptLimits.Recursion);
        options.DisableStringCompilation();
        options.Strict = true;
        options.Culture = CultureInfo.InvariantCulture;
        options.TimeZone = TimeZoneInfo.Utc;
        options.Constraints.MaxArraySize = ScriptLimits.Elements;
        options.Constraints.RegexTimeout = ScriptLimits.Regex;
        options.Json.MaxParseDepth = ScriptLimits.Nesting * 2;
    }

    private static string? Limit(Exception e) => e switch
    {
        StatementsCountOverflowException => $"it runs more than {ScriptLimits.Statements} statements",
        MemoryLimitExceededException or OutOfMemoryException => $"it allocates more than {ScriptLimits.Memory} bytes",
        TimeoutException or System.Text.RegularExpressions.RegexMatchTimeoutException => "it takes too long",
        RecursionDepthOverflowException or InsufficientExecutionStackException => $"it calls itself more than {ScriptLimits.Recursion} deep",
        JintException or InvalidOperationException or NotSupportedException or ArgumentException or OverflowException or FormatException or InvalidCastException => $"it can't be run: {Shortened(e.Message)}",
        _ => null,
    };

    private static string Shortened(string text) => text.Length <= 300 ? text : text[..300] + "…";
}
