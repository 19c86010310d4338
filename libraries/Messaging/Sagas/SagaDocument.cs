using System.Text.Json.Serialization;
using MassTransit;

namespace Platform.Messaging;

/// <summary>
/// A saga as a document. Its id is the correlation id in its usual form. It stays when the saga ends; a saga that should go
/// by itself implements <see cref="Storage.IExpires"/> and sets its time.
/// </summary>
public abstract class SagaDocument : OutboxDocument, SagaStateMachineInstance
{
    /// <summary>What the saga's messages are correlated by.</summary>
    [JsonIgnore]
    public Guid CorrelationId
    {
        get => Guid.TryParse(Id, out var id) ? id : Guid.Empty;
        set => Id = value.ToString();
    }

    /// <summary>The state machine's state.</summary>
    public string CurrentState { get; set; } = "";
}
