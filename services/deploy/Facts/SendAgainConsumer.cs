using System.Text.Json.Nodes;
using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Clusters;
using Platform.Deploy.Definitions;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Deploy.Facts;

/// <summary>Tells the facts Deploy owns again, to a service that lacks them. Each carries its own sequence, so that nobody takes it for newer than it is.</summary>
internal sealed class SendAgainConsumer(
    ClusterRegistry registry, IOutbox<InventoryDocument> inventories, IOutbox<DefinitionDocument> definitions,
    IDocuments<DefinitionRevisionDocument> revisions) : IConsumer<SendAgain>
{
    public Task Consume(ConsumeContext<SendAgain> context) => context.Message.Facts switch
    {
        "clusters" => ClustersAsync(context),
        "inventories" => InventoriesAsync(context),
        "definitions" => DefinitionsAsync(context),
        _ => Task.CompletedTask,
    };

    /// <summary>How to reach them: of their labels nobody here keeps anything.</summary>
    private async Task ClustersAsync(ConsumeContext context)
    {
        foreach (var cluster in await registry.AllAsync(context.CancellationToken))
            await context.Publish(Registration.Credentials(cluster), context.CancellationToken);
    }

    private async Task InventoriesAsync(ConsumeContext<SendAgain> context)
    {
        var ct = context.CancellationToken;
        await foreach (var inventory in inventories.Documents.FindAllAsync(Find<InventoryDocument>.All.Where(inventory => inventory.Empty, false), ct))
        {
            await inventories.UpdateAsync(inventory.Id, current =>
            {
                if (current.Sequence == 0)
                    return false;
                InventoryLedger.Announce(current, attempt: 0, done: null);
                return true;
            }, context.MessageId, ct);
        }
    }

    /// <summary>Old revisions too, the oldest first: applications that pinned them are judged by them.</summary>
    private async Task DefinitionsAsync(ConsumeContext context)
    {
        var ct = context.CancellationToken;
        await foreach (var definition in definitions.Documents.FindAllAsync(Find<DefinitionDocument>.All.Where(definition => definition.Removed, false), ct))
        {
            var announcements = new List<DefinitionInstalled>();
            for (var revision = 1L; revision <= definition.Revision; revision++)
            {
                if (await revisions.GetAsync(DefinitionRevisionDocument.IdOf(definition.Id, revision), ct) is { } document)
                    announcements.Add(Installation.Announcement(definition.Id, revision, (JsonObject)JsonNode.Parse(document.Document)!));
            }

            announcements.RemoveAll(announcement => announcement is { Health: null, Message: null });
            await definitions.UpdateAsync(definition.Id, current =>
            {
                announcements.ForEach(announcement => current.PublishFact(Installation.FactOf(announcement.Revision), announcement));
                return announcements.Count > 0;
            }, context.MessageId, ct);
        }
    }
}
