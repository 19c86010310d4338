using Platform.Sandbox.Hosting;

return await SandboxProgram.RunAsync(args);
