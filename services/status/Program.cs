using Platform.Hosting;
using Platform.Status;

var builder = PlatformHost.CreateBuilder(args, StatusService.Name);
builder.AddStatusService();
return await PlatformHost.RunServiceAsync(builder, app => app.MapStatusService());
