using Platform.Package;
using Platform.Hosting;

var builder = PlatformHost.CreateBuilder(args, "package");
builder.AddPackageService();
return await PlatformHost.RunServiceAsync(builder, app => app.MapPackageService());
