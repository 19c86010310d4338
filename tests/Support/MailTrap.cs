using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Platform.Tests.Support;

/// <summary>Takes one mail as an SMTP server does (RFC 5321); with a certificate after STARTTLS and a login only, as where mail is submitted (RFC 6409).</summary>
internal sealed class MailTrap : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;
    private readonly StringBuilder _said = new();
    private readonly Task<string> _mail;

    internal MailTrap(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        _mail = TakeAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>All that was said to it, once it is over.</summary>
    internal Task<string> NextAsync() => _mail.WaitAsync(TimeSpan.FromSeconds(60));

    public ValueTask DisposeAsync()
    {
        _listener.Stop();
        return ValueTask.CompletedTask;
    }

    private async Task<string> TakeAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        await using var plain = client.GetStream();
        if (!await TalkAsync(plain, "220 trap", _certificate is null ? "250 ok" : "250-trap\r\n250 STARTTLS"))
            return _said.ToString();
        await using var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(_certificate!);
        await TalkAsync(secure, null, "250-trap\r\n250 AUTH PLAIN");
        return _said.ToString();
    }

    /// <summary>True: the rest is said in secret.</summary>
    private async Task<bool> TalkAsync(Stream stream, string? greeting, string hello)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        await using var writer = new StreamWriter(stream, leaveOpen: true) { AutoFlush = true, NewLine = "\r\n" };
        if (greeting is not null)
            await writer.WriteLineAsync(greeting);
        var data = false;
        while (await reader.ReadLineAsync() is { } line)
        {
            _said.AppendLine(line);
            if (data && line != ".")
                continue;
            await writer.WriteLineAsync(data ? "250 taken" : Answer(line, hello));
            data = line == "DATA";
            if (line is "QUIT" or "STARTTLS")
                return line == "STARTTLS";
        }
        return false;
    }

    private static string Answer(string line, string hello) => line.Split(' ')[0] switch
    {
        "EHLO" => hello,
        "STARTTLS" => "220 go on",
        "AUTH" => "235 welcome",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ => "250 ok",
    };
}
