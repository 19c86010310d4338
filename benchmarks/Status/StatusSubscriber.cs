using System.Collections.Concurrent;
using System.Diagnostics;
using MassTransit;
using Platform.Contracts.Status.V1;
using Platform.Messaging;

namespace Platform.Benchmarks.Status;

/// <summary>What a subscriber heard of each application.</summary>
internal sealed class StatusSubscriber : IConsumer<ApplicationStatusChanged>
{
    private static readonly ConcurrentDictionary<string, Heard> All = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, TaskCompletionSource<long>> Waiting = new(StringComparer.Ordinal);

    /// <summary>Applications heard of.</summary>
    public static int Applications => All.Count;

    /// <summary>Events, each counted once.</summary>
    public static int Events => All.Values.Sum(h => h.Count);

    /// <summary>Numbers that never came.</summary>
    public static long Missing => All.Values.Sum(h => h.Missing);

    public static void Add(IBusRegistrationConfigurator bus) => bus.AddConsumer<StatusSubscriber>().Endpoint(e => e.Name = "benchmark-status");

    /// <summary>When the next event comes that says so.</summary>
    public static Task<long> NextAsync(string application, bool paused) =>
        (Waiting[$"{application}/{paused}"] = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>What the event with the highest number says.</summary>
    public static bool? IsPaused(string application) => All.TryGetValue(application, out var heard) ? heard.Paused : null;

    public Task Consume(ConsumeContext<ApplicationStatusChanged> context)
    {
        var (at, paused) = (Stopwatch.GetTimestamp(), context.Message.Health == HealthStatus.Suspended);
        All.GetOrAdd(context.Message.Application, _ => new()).Take(EventSequence.Of(context), paused);
        if (Waiting.TryRemove($"{context.Message.Application}/{paused}", out var waits))
            waits.TrySetResult(at);
        return Task.CompletedTask;
    }

    private sealed class Heard
    {
        private readonly HashSet<long> _numbers = [];
        private long _last;

        public bool Paused { get; private set; }

        public int Count
        {
            get
            {
                lock (_numbers)
                    return _numbers.Count;
            }
        }

        public long Missing => _last - Count;

        public void Take(long number, bool paused)
        {
            lock (_numbers)
            {
                _numbers.Add(number);
                if (number > _last)
                    (_last, Paused) = (number, paused);
            }
        }
    }
}
