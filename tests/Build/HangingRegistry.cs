using System.Net;
using System.Net.Sockets;

namespace Platform.Build.Tests;

/// <summary>A host that takes a connection and answers only when the test says so.</summary>
internal sealed class HangingRegistry : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _givenUp;

    internal HangingRegistry()
    {
        _listener.Start();
        Host = $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = ServeAsync();
    }

    internal string Host { get; }

    /// <summary>Somebody waits for an answer.</summary>
    internal Task Asked => _asked.Task;

    /// <summary>Who waited has gone.</summary>
    internal bool GivenUp => _givenUp;

    /// <summary>Answers at last, that there is no such thing.</summary>
    internal void AnswerNotFound() => _answer.TrySetResult();

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            using var connection = await _listener.AcceptSocketAsync(_end.Token);
            var buffer = new byte[4096];
            _ = AnswerAsync(connection);
            while (await connection.ReceiveAsync(buffer, _end.Token) > 0)
                _asked.TrySetResult();
            _givenUp = true;
        }
        catch (OperationCanceledException)
        {
            // The test has ended.
        }
        catch (SocketException)
        {
            _givenUp = true;
        }
    }

    private async Task AnswerAsync(Socket connection)
    {
        await _answer.Task;
        await connection.SendAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
    }
}
