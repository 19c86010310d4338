using Microsoft.AspNetCore.Builder;

namespace Platform.Hosting;

/// <summary>What the gateway puts before its endpoints: registered as a singleton, run for requests at the public door only.</summary>
public sealed record PublicPipeline(Action<IApplicationBuilder> Configure);
