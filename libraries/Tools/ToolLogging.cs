using Microsoft.Extensions.Logging;

namespace Platform.Tools;

internal static partial class ToolLogging
{
    [LoggerMessage(LogLevel.Warning, "{Program} runs without a network namespace: this system permits none. Proxies that lead nowhere are set instead.")]
    internal static partial void NetworkNotCut(ILogger logger, string program);
}
