using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Platform.Deploy.Revisions;
using Platform.Storage;

namespace Platform.Deploy.Applications;

/// <summary>An application as its author wrote it, with what became of it under <c>status</c>.</summary>
internal sealed class ApplicationViews(IDocuments<RevisionDocument> revisions, StatusComposer composer, IOptions<JsonOptions> json)
{
    public async Task<JsonObject> OfAsync(ApplicationDocument application, CancellationToken ct)
    {
        var revision = await revisions.GetAsync(RevisionDocument.IdOf(application.Id, application.Revision), ct);
        var document = JsonNode.Parse(revision?.Document ?? "{}") as JsonObject ?? [];
        if (document["metadata"] is JsonObject metadata)
        {
            metadata["namespace"] = application.Namespace;
            metadata["generation"] = application.Revision;
            metadata["creationTimestamp"] = application.CreatedAt;
        }

        document["status"] = JsonSerializer.SerializeToNode(await composer.ComposeAsync(application, revision, ct), json.Value.SerializerOptions);
        return document;
    }
}
