using Microsoft.AspNetCore.Http;

namespace Platform.Hosting;

/// <summary>
/// The parameter <c>?wait=30s</c>, bound by declaring a parameter of this type: how long the answer may be held, up to 5 minutes.
/// Zero when absent. What is no duration is answered 400.
/// </summary>
public readonly record struct WaitQuery(TimeSpan Time)
{
    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan Maximum = TimeSpan.FromMinutes(5);

    /// <summary>Called by the framework.</summary>
    /// <exception cref="ProblemException">Not a duration, or too long.</exception>
    public static ValueTask<WaitQuery> BindAsync(HttpContext context)
    {
        var text = context.Request.Query["wait"].ToString();
        if (text.Length == 0)
            return ValueTask.FromResult(default(WaitQuery));
        if (!Durations.TryParse(text, out var time))
            throw new ProblemException(Problems.Unreadable($"wait is '{text}'; write a duration such as 30s, 1m30s or 500ms."));
        return time <= Maximum
            ? ValueTask.FromResult(new WaitQuery(time))
            : throw new ProblemException(Problems.Unreadable($"wait is '{text}'; at most 5m."));
    }

    /// <summary>Waits that long for <paramref name="done"/>; see <see cref="Waiting"/>.</summary>
    public Task<bool> ForAsync(Func<Task<bool>> done, CancellationToken ct = default) => Waiting.ForAsync(Time, done, ct);
}
