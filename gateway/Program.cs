using Platform.Gateway;
using Platform.Hosting;

var builder = PlatformHost.CreateBuilder(args, "gateway");
builder.AddGateway();
return await PlatformHost.RunServiceAsync(builder, app => app.MapGateway());
