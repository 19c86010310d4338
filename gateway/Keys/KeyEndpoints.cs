using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Hosting;
using Platform.Storage;

namespace Platform.Gateway.Keys;

/// <summary><c>/api/v1/keys</c>: made, listed, revoked by the infrastructure operator.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/keys").Requires(Role.Infra).WithTags("keys");
        keys.MapGet("", ListAsync).WithName("ListKeys").WithSummary("API keys, without their secrets.");
        keys.MapPost("", CreateAsync).WithName("CreateKey").WithSummary("Makes a key and shows it, this once.")
            .ProducesProblem(409).ProducesProblem(422);
        keys.MapGet("/{id}", GetAsync).WithName("GetKey").WithSummary("One key, without its secret.").ProducesProblem(404);
        keys.MapDelete("/{id}", RevokeAsync).WithName("RevokeKey").WithSummary("Revokes a key at once.").ProducesProblem(404);
    }

    private static async Task<Ok<ListResult<KeyView>>> ListAsync(ListQuery list, ApiKeys keys, TimeProvider clock, CancellationToken ct)
    {
        var page = await keys.Documents.FindAsync(Find<ApiKey>.All.Limit(list.Limit).ContinueFrom(list.Continue), ct);
        var now = clock.GetUtcNow();
        return TypedResults.Ok(new ListResult<KeyView>([.. page.Items.Select(k => KeyView.Of(k, now))], page.Continue));
    }

    private static async Task<Results<Created<CreatedKey>, ProblemHttpResult>> CreateAsync(
        Body<NewKey> body, HttpContext context, ApiKeys keys, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var faults = NewKeyCheck.Check(body.Value, now, out var roles);
        if (faults.Count > 0)
            return Problems.Unprocessable(faults);
        var secret = KeyText.NewSecret();
        var key = new ApiKey
        {
            Id = KeyText.NewId(),
            Name = body.Value.Name!,
            Hash = KeyText.Hash(secret),
            Roles = roles,
            CreatedAt = now,
            CreatedBy = context.Identity().Name,
            ValidUntil = body.Value.ExpiresAt,
        };
        if (!await keys.AddAsync(key, ct))
            return Problems.Conflict($"There is a key named '{key.Name}' already; revoke it first, or take another name.");
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(
            $"/api/v1/keys/{key.Id}", new CreatedKey(key.Id, key.Name, KeyText.Of(key.Id, secret), roles, now, key.ValidUntil));
    }

    private static async Task<Results<Ok<KeyView>, ProblemHttpResult>> GetAsync(string id, ApiKeys keys, TimeProvider clock, CancellationToken ct) =>
        await keys.Documents.GetAsync(id, ct) is { } key
            ? TypedResults.Ok(KeyView.Of(key, clock.GetUtcNow()))
            : Problems.NotFound($"Key '{id}'");

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(string id, ApiKeys keys, CancellationToken ct) =>
        await keys.RevokeAsync(id, ct) ? TypedResults.NoContent() : Problems.NotFound($"Key '{id}'");
}
