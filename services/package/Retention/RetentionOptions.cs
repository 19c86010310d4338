using System.ComponentModel.DataAnnotations;

namespace Platform.Package.Retention;

/// <summary>How long packages stay that nobody uses (configuration section <c>Retention</c>); an application may have rules of its own.</summary>
internal sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Complete packages of an application that are kept, the newest ones; all when null.</summary>
    [Range(1, 100_000)]
    public int? Keep { get; set; }

    /// <summary>Age from which a package goes; none does when null. The newest complete one always stays.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "36500.00:00:00")]
    public TimeSpan? MaxAge { get; set; }

    /// <summary>How often is looked.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "7.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long content stays in the artifact store that no package refers to: longer than any build takes, since what a build pushes is
    /// referred to only when its package is put together.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan Unreferenced { get; set; } = TimeSpan.FromDays(1);
}
