namespace Platform.Status.Tests;

/// <summary>The clock of a machine that is wrong, or of a process that stood still: the real one, and as far from it as a test says.</summary>
internal sealed class ShiftedClock(TimeSpan shift = default) : TimeProvider
{
    private long _ticks = shift.Ticks;

    /// <summary>So much time passed at once.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks));

    public override long GetTimestamp() => System.GetTimestamp() + (long)(Interlocked.Read(ref _ticks) * ((double)TimestampFrequency / TimeSpan.TicksPerSecond));
}
