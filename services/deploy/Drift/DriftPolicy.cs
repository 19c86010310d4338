using Platform.Deploy.Revisions;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.Drift;

/// <summary>Whether drift is repaired or only reported: the application's annotation says, else the service's option.</summary>
internal sealed class DriftPolicy(IDocuments<RevisionDocument> revisions, DeployOptions options)
{
    /// <summary>On the Application: <c>repair</c>, or <c>report</c> to leave alone what somebody changed.</summary>
    private const string Annotation = "platform.oam.dev/drift";

    public async Task<bool> RepairsAsync(string applicationKey, long revision, CancellationToken ct)
    {
        if (await revisions.GetAsync(RevisionDocument.IdOf(applicationKey, revision), ct) is not { } snapshot)
            return false; // Of a revision nobody knows nothing can be rendered again.
        var application = ApplicationParser.Parse(snapshot.Document, applicationKey.Split('/')[0]).Application;
        return application?.Annotations.GetValueOrDefault(Annotation) switch
        {
            "report" => false,
            "repair" => true,
            _ => options.RepairDrift,
        };
    }
}
