using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Platform.Hosting;

/// <summary>
/// The parameters every list takes, bound from the query string by declaring a parameter of this type:
/// <c>limit</c> (100, at most 500), <c>continue</c>, <c>labelSelector</c>. What is out of range is answered 400.
/// </summary>
public sealed record ListQuery(int Limit, string? Continue, LabelSelector Labels)
{
    /// <summary>Items per page when none are asked for.</summary>
    public const int DefaultLimit = 100;

    /// <summary>Most items per page.</summary>
    public const int MaximumLimit = 500;

    /// <summary>Called by the framework.</summary>
    /// <exception cref="ProblemException">A parameter is wrong.</exception>
    public static ValueTask<ListQuery> BindAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var token = query["continue"].ToString();
        return ValueTask.FromResult(new ListQuery(
            ReadLimit(query["limit"].ToString()), token.Length == 0 ? null : token, ReadLabels(query["labelSelector"].ToString())));
    }

    private static int ReadLimit(string text)
    {
        if (text.Length == 0)
            return DefaultLimit;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaximumLimit)
            return limit;
        throw new ProblemException(Problems.Unreadable($"limit is '{text}'; it must be 1 to {MaximumLimit}."));
    }

    private static LabelSelector ReadLabels(string text)
    {
        try
        {
            return LabelSelector.Parse(text);
        }
        catch (FormatException fault)
        {
            throw new ProblemException(Problems.Unreadable($"labelSelector: {fault.Message}"));
        }
    }
}
