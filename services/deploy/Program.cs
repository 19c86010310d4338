using Platform.Deploy;
using Platform.Hosting;

var builder = PlatformHost.CreateBuilder(args, "deploy");
builder.AddDeployService();
return await PlatformHost.RunServiceAsync(builder, app => app.MapDeployService());
