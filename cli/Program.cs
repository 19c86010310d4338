using Platform.Cli;

return await PlatformCommand.RunAsync(args, Surroundings.OfThisProcess(), CancellationToken.None);
