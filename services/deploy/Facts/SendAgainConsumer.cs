using System.Text.Json.Nodes;
using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Clusters;
using Platform.Deploy.Definitions;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Deploy.Facts;

/// <summary>Tells the facts Deploy owns again, as they are now, to a service that lacks them. Each carries its own sequence, so that nobody takes it for newer than it is.</summary>
internal sealed class SendAgainConsumer(
    ClusterRegistry registry, IDocuments<ReachabilityDocument> seen, IOutbox<InventoryDocument> inventories,
    IDocuments<DefinitionDocument> definitions, IDocuments<DefinitionRevisionDocument> revisions) : IConsumer<SendAgain>
{
    public Task Consume(ConsumeContext<SendAgain> context) => context.Message.Facts switch
    {
        "clusters" => ClustersAsync(context),
        "inventories" => InventoriesAsync(context),
        "definitions" => DefinitionsAsync(context),
        _ => Task.CompletedTask,
    };

    private async Task ClustersAsync(ConsumeContext context)
    {
        foreach (var cluster in await registry.AllAsync(context.CancellationToken))
        {
            var version = (await seen.GetAsync(cluster.Id, context.CancellationToken))?.KubernetesVersion;
            await context.Publish(new ClusterChanged { Cluster = cluster.Id, Labels = cluster.Labels, Version = version }, context.CancellationToken);
            await context.Publish(Registration.Credentials(cluster), context.CancellationToken);
        }
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
        await foreach (var definition in definitions.FindAllAsync(Find<DefinitionDocument>.All.Where(definition => definition.Removed, false), ct))
        {
            for (var revision = 1L; revision <= definition.Revision; revision++)
            {
                if (await revisions.GetAsync(DefinitionRevisionDocument.IdOf(definition.Id, revision), ct) is not { } document)
                    continue;
                var announcement = Installation.Announcement(definition.Id, revision, (JsonObject)JsonNode.Parse(document.Document)!);
                if (announcement.Health is not null || announcement.Message is not null)
                    await context.Publish(announcement, ct);
            }
        }
    }
}
