using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Platform.Hosting;

namespace Platform.Gateway.Tests.Support;

/// <summary>A small service in the manner of ours: it tells what reached it, counts what it did, and fails on demand.</summary>
internal sealed class TestBackend
{
    private readonly ConcurrentDictionary<string, int> done = new();

    /// <summary>While closed, writes with <c>?gate=1</c> wait.</summary>
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends the event stream's pause between its first and second event.</summary>
    public TaskCompletionSource SecondEvent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Done(string name) => done.GetValueOrDefault(name);

    public void Map(WebApplication app)
    {
        var api = app.MapGroup("/api/v1");
        api.MapGet("/clusters", (HttpContext context, ListQuery list) => new
        {
            caller = context.Identity().Name,
            roles = context.Identity().Grants,
            headers = context.Request.Headers.Select(h => h.Key).Order(),
            traceparent = context.Request.Headers.TraceParent.ToString(),
            limit = list.Limit,
        });
        api.MapPut("/clusters/{name}", (string name, Body<ClusterBody> body) => TypedResults.Ok(new { name, body.Value.Labels })).Requires(Role.Infra);
        api.MapPost("/namespaces/{ns}/applications", SubmitAsync).Requires(Role.Operator);
        api.MapGet("/namespaces/{ns}/applications", (string ns) => new { ns });
        api.MapPut("/namespaces/{ns}/sources/{app}/{component}", (string ns) => new { ns }).Requires(Role.Developer);
        api.MapPut("/namespaces/{ns}/applications/{name}", (DocumentBody body) => TypedResults.Text(body.Text)).Requires(Role.Operator);
        api.MapGet("/events", StreamAsync);
        api.MapGet("/definitions/broken", string () => throw new InvalidOperationException("a secret of the inside"));
    }

    private async Task<IResult> SubmitAsync(HttpContext context, string ns, string? gate, int? status, string name = "shop")
    {
        var count = done.AddOrUpdate(name, 1, (_, n) => n + 1);
        if (gate is not null)
            await Gate.Task.WaitAsync(context.RequestAborted);
        if (status is { } wanted)
            return Results.StatusCode(wanted);
        context.Response.Headers.ETag = "\"1\"";
        return Results.Accepted($"/api/v1/namespaces/{ns}/rollouts/{count}", new { name, count });
    }

    private async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync("data: one\n\n", Encoding.UTF8);
        await context.Response.Body.FlushAsync();
        await SecondEvent.Task.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync("data: two\n\n", Encoding.UTF8);
    }

    internal sealed record ClusterBody(string Kubeconfig, Dictionary<string, string>? Labels);
}
