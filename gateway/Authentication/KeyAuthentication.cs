using Platform.Gateway.Keys;
using Platform.Hosting;

namespace Platform.Gateway.Authentication;

/// <summary>
/// Finds out who is calling, from <c>Authorization: Bearer</c>. Refuses nobody yet: refusals are counted first. An identity header
/// from outside is thrown away here, whatever it says.
/// </summary>
internal sealed class KeyAuthentication(RequestDelegate next, ApiKeys keys)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context)
    {
        context.Request.Headers.Remove(IdentityTokens.Header);
        if (!context.IsOpenToAll())
            await IdentifyAsync(context);
        await next(context);
    }

    private async Task IdentifyAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
            Refuse(context, "No key was sent.");
        else if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            Refuse(context, "Another scheme than Bearer was used.");
        else if (await keys.IdentifyAsync(header[Scheme.Length..].Trim(), context.RequestAborted) is { } identity)
            context.Features.Set(identity);
        else
            Refuse(context, "This key is unknown, revoked or expired.");
    }

    private static void Refuse(HttpContext context, string reason) => context.Features.Set(new Refusal(reason));
}
