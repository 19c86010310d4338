using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Hosting;
using Platform.Storage;

namespace Platform.Gateway.Auditing;

/// <summary><c>/api/v1/audit</c>: who did what, when, with what outcome; newest first.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder api) =>
        api.MapGet("/audit", ListAsync).Requires(Role.Infra).WithTags("audit").WithName("ListAudit")
            .WithSummary("Who did what, when, with what outcome; newest first.");

    private static async Task<Ok<ListResult<AuditView>>> ListAsync(ListQuery list, AuditLog log, CancellationToken ct)
    {
        var page = await log.Entries.Documents.FindAsync(
            Find<AuditEntry>.All.OrderByDescending(a => a.At).Limit(list.Limit).ContinueFrom(list.Continue), ct);
        return TypedResults.Ok(new ListResult<AuditView>([.. page.Items.Select(AuditView.Of)], page.Continue));
    }
}
