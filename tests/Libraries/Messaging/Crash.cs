using Platform.Messaging;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>A place a run comes by: the n-th time at a fault point with a document.</summary>
public sealed record Step(string Point, string Id, int Time)
{
    public override string ToString() => $"{Point} of {(Guid.TryParse(Id, out _) ? "shipment" : Id.Split('-')[0])} #{Time}";
}

public sealed class CrashException(string where) : Exception("the process died at " + where);

/// <summary>Records steps, or makes the process die at one: from then on nothing it does succeeds.</summary>
public sealed class Crash(Step? at)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string, string), int> times = [];

    public List<Step> Steps { get; } = [];

    public bool Happened { get; private set; }

    public IDisposable Arm()
    {
        FaultPoint.Handler = Hit;
        return new Disarm();
    }

    private void Hit(string point, string id)
    {
        lock (gate)
        {
            if (Happened)
            {
                throw new CrashException("an earlier step");
            }

            var time = times[(point, id)] = times.GetValueOrDefault((point, id)) + 1;
            var step = new Step(point, id, time);
            Steps.Add(step);
            if (step == at)
            {
                Happened = true;
                throw new CrashException(step.ToString());
            }
        }
    }

    private sealed class Disarm : IDisposable
    {
        public void Dispose() => FaultPoint.Handler = null;
    }
}

/// <summary>Tests that use the process-wide fault points run one after the other, and alone.</summary>
[CollectionDefinition(nameof(FaultPoint), DisableParallelization = true)]
public sealed class FaultPointCollection;
