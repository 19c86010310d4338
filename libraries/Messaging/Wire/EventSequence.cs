using System.Globalization;
using MassTransit;

namespace Platform.Messaging;

/// <summary>
/// An event's number among those of its source and subject: CloudEvents' <c>sequence</c> extension, as wide as any other so that its
/// text orders as it does.
/// </summary>
/// <param name="Value">From 1.</param>
public sealed record EventSequence(long Value)
{
    internal const string Header = "ce-sequence";

    internal string Text => Value.ToString("D10", CultureInfo.InvariantCulture);

    /// <summary>The number of the event that is being consumed; 0 where it has none.</summary>
    public static long Of(ConsumeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return long.TryParse(context.Headers.Get<string>(Header), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
