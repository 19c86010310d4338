using Platform.Hosting;

namespace Platform.Gateway.Authentication;

/// <summary>Answers 401, and how to do better, where nobody was authenticated.</summary>
internal sealed class AuthenticationRequired(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<Refusal>() is not { } refusal)
            return next(context);
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"platform\"";
        return Problems.Unauthenticated(
            $"{refusal.Reason} Send 'Authorization: Bearer <API key>'. An infrastructure operator makes keys with POST /api/v1/keys; "
            + "the first one is PLATFORM_ADMIN_KEY, or lies in the file admin-key of the data folder. Tokens of an OIDC provider are not taken yet.").ExecuteAsync(context);
    }
}
