namespace Platform.Messaging;

/// <summary>How this process talks to the others.</summary>
public sealed record MessagingOptions
{
    /// <summary>The broker, <c>amqp://user:password@host:port[/vhost]</c> or <c>amqps://…</c>; null keeps messages in this process.</summary>
    public string? Broker { get; init; }

    /// <summary>Name of the process: a service's own name, or <c>local</c> for the embedded host. Its redeliveries are stored under it.</summary>
    public string Host { get; init; } = "local";

    /// <summary>Messages taken from a queue at once where a consumer says nothing else.</summary>
    public ushort Prefetch { get; init; } = 16;

    /// <summary>How often a message is handled again at once, before it is put off.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>How often a conflict of two writers of one saga is tried again at once.</summary>
    public int ConflictRetries { get; init; } = 12;

    /// <summary>When a message that failed is delivered again; after the last it goes to the queue's <c>_error</c> queue.</summary>
    public IReadOnlyList<TimeSpan> Redeliveries { get; init; } =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];

    /// <summary>How often the broker itself delivers a message whose consumer dies before it goes to the <c>_error</c> queue.</summary>
    public int DeliveryLimit { get; init; } = 20;

    /// <summary>How long one message may take to reach the broker before it is left to the sweeper.</summary>
    public TimeSpan DispatchTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Messages on their way to the broker at once.</summary>
    public int DispatchConcurrency { get; init; } = 32;

    /// <summary>
    /// How long what has arrived stays in its document's outbox, if the document is not written meanwhile: then many are cleared in one write. Should the
    /// process die before, it is sent again. Well below <see cref="SweepAge"/>, or other processes look at it in vain.
    /// </summary>
    public TimeSpan PullAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often documents are searched for messages left behind.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How old an outbox must be before the sweeper minds it: younger ones are on their way.</summary>
    public TimeSpan SweepAge { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often due documents are searched for; what this process knows of comes exactly on time.</summary>
    public TimeSpan DueInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After how long a nudge is repeated while the document still says it is due; the first repeats come sooner.</summary>
    public TimeSpan DueRepeat { get; init; } = TimeSpan.FromSeconds(30);
}
