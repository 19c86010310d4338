using Microsoft.Extensions.Logging;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>Shows warnings and errors with the test they belong to.</summary>
internal sealed class TestLog : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{logLevel}: {formatter(state, exception)} {exception?.Message}");
        }
        catch (InvalidOperationException)
        {
            // The test is over.
        }
    }

    public void Dispose()
    {
    }
}
