using Platform.Hosting;
using Platform.Package;

var builder = PlatformHost.CreateBuilder(args, "package");
builder.AddPackageService();
return await PlatformHost.RunServiceAsync(builder, app => app.MapPackageService());
