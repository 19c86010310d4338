using Platform.Contracts.Status.V1;

namespace Platform.Deploy.Applications;

/// <summary>An application in a list.</summary>
internal sealed record ApplicationSummary(
    string Name, string Namespace, IReadOnlyDictionary<string, string> Labels, long Revision, Guid Rollout, ApplicationPhase Phase,
    DateTimeOffset CreatedAt, DateTimeOffset SubmittedAt, string SubmittedBy)
{
    public static ApplicationSummary Of(ApplicationDocument application, ApplicationPhase phase) => new(
        application.Name, application.Namespace, application.Labels, application.Revision, application.Rollout, phase,
        application.CreatedAt, application.SubmittedAt, application.SubmittedBy);
}
