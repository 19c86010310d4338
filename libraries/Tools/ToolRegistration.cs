using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Platform.Tools;

/// <summary>Registration of the tool runner.</summary>
public static class ToolRegistration
{
    /// <summary>The tool box and its runner, once per process.</summary>
    public static IServiceCollection AddTools(this IServiceCollection services)
    {
        services.TryAddSingleton(p => new ToolBox(p.GetRequiredService<IConfiguration>().GetSection(ToolBoxOptions.Section).Get<ToolBoxOptions>()));
        services.TryAddSingleton<ToolRunner>();
        return services;
    }
}
