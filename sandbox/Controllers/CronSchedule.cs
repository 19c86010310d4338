using System.Globalization;

namespace Platform.Sandbox.Controllers;

/// <summary>
/// A cron schedule of five fields or a macro (`@hourly`), as Kubernetes reads it: where both the day of the month and the day of the week are
/// limited, either is enough.
/// </summary>
internal sealed class CronSchedule
{
    private static readonly Dictionary<string, string> Macros = new(StringComparer.Ordinal)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly ulong _minutes, _hours, _days, _months, _weekdays;
    private readonly bool _anyDay, _anyWeekday;

    private CronSchedule(string[] fields)
    {
        _minutes = Field(fields[0], 0, 59, []);
        _hours = Field(fields[1], 0, 23, []);
        _days = Field(fields[2], 1, 31, []);
        _months = Field(fields[3], 1, 12, Months);
        _weekdays = Field(fields[4], 0, 7, Days);
        if ((_weekdays & (1UL << 7)) != 0) _weekdays |= 1;
        (_anyDay, _anyWeekday) = (fields[2][0] is '*' or '?', fields[4][0] is '*' or '?');
    }

    /// <summary>Null where the text is no schedule.</summary>
    public static CronSchedule? Parse(string text)
    {
        var fields = Macros.GetValueOrDefault(text.Trim(), text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            return fields.Length == 5 ? new CronSchedule(fields) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The first time after another, in a zone; null where there is none within eight years (as 31 February).</summary>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(after, zone).DateTime;
        var at = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0).AddMinutes(1);
        var end = at.AddYears(8);
        while (at < end)
        {
            if (!Has(_months, at.Month)) at = new DateTime(at.Year, at.Month, 1).AddMonths(1);
            else if (!IsDay(at)) at = at.Date.AddDays(1);
            else if (!Has(_hours, at.Hour)) at = at.Date.AddHours(at.Hour + 1);
            else if (!Has(_minutes, at.Minute) || zone.IsInvalidTime(at)) at = at.AddMinutes(1);
            else return new DateTimeOffset(at, zone.GetUtcOffset(at)).ToUniversalTime();
        }
        return null;
    }

    private bool IsDay(DateTime at)
    {
        var (day, weekday) = (Has(_days, at.Day), Has(_weekdays, (int)at.DayOfWeek));
        return _anyDay || _anyWeekday ? day && weekday : day || weekday;
    }

    private static bool Has(ulong set, int value) => (set & (1UL << value)) != 0;

    private static ulong Field(string text, int low, int high, string[] names)
    {
        var set = 0UL;
        foreach (var part in text.Split(','))
        {
            var slash = part.Split('/');
            var step = slash.Length == 2 ? Number(slash[1], 1, high, []) : 1;
            if (slash.Length > 2) throw new FormatException();
            var (from, to) = (low, high);
            if (slash[0] is not ("*" or "?"))
            {
                var ends = slash[0].Split('-');
                if (ends.Length > 2) throw new FormatException();
                from = Number(ends[0], low, high, names);
                to = ends.Length == 2 ? Number(ends[1], low, high, names) : slash.Length == 2 ? high : from;
            }
            if (from > to) throw new FormatException();
            for (var value = from; value <= to; value += step) set |= 1UL << value;
        }
        return set;
    }

    private static int Number(string text, int low, int high, string[] names)
    {
        var named = Array.FindIndex(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (named >= 0) return named + low;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high ? number : throw new FormatException();
    }
}
