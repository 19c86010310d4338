using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Platform.Hosting;

/// <summary>Registers what every process has.</summary>
internal static class PlatformHosting
{
    public static WebApplicationBuilder AddPlatformHosting(this WebApplicationBuilder builder, string[] args, string service)
    {
        builder.Configuration.AddPlatformVariables(args);
        var services = builder.Services;
        services.AddOptions<PlatformOptions>().BindConfiguration(PlatformOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PlatformOptions>, PlatformOptionsCheck>();
        services.AddSingleton(p => p.GetRequiredService<IOptions<PlatformOptions>>().Value);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(p => MasterKey.Load(p.GetRequiredService<PlatformOptions>()));
        services.AddPlatformProblems();
        services.ConfigureHttpJsonOptions(o => Shape(o.SerializerOptions));
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        return builder;
    }

    public static WebApplication UsePlatformPipeline(this WebApplication app, Action<WebApplication> map)
    {
        map(app);
        return app;
    }

    private static void Shape(JsonSerializerOptions json)
    {
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        json.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }
}
