using Platform.Build;
using Platform.Hosting;

var builder = PlatformHost.CreateBuilder(args, "build");
builder.AddBuildService();
return await PlatformHost.RunServiceAsync(builder, app => app.MapBuildService());
