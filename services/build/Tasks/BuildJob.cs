using System.Net.Http.Headers;
using System.Text;
using Platform.Build.Logs;
using Platform.Contracts.Build.V1;

namespace Platform.Build.Tasks;

/// <summary>What one run of a task works with.</summary>
/// <param name="Task">What is asked.</param>
/// <param name="Source">Where the component comes from.</param>
/// <param name="Secrets">What the source needs and nobody may see.</param>
/// <param name="Folder">A folder that goes with the run.</param>
/// <param name="Log">The task's log, which masks the secrets.</param>
internal sealed record BuildJob(BuildTask Task, ComponentSource Source, SourceSecrets Secrets, string Folder, BuildLog Log)
{
    /// <summary>What tells a web server that the source is ours; null when it has no credentials.</summary>
    internal AuthenticationHeaderValue? Login => Secrets switch
    {
        { Username: { } user } => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{Secrets.Password}"))),
        { Password: { } token } => new("Bearer", token),
        _ => null,
    };
}
