using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Platform.Sandbox.Hosting;

/// <summary>The ports of the clusters, kept so that kubeconfigs stay valid over a restart.</summary>
internal sealed class Ports
{
    private readonly string? _path;
    private readonly Dictionary<string, int> _known = [];

    public Ports(string? directory)
    {
        _path = directory is null ? null : Path.Combine(directory, "ports.json");
        if (_path is not null && File.Exists(_path)) _known = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(_path)) ?? [];
    }

    /// <summary>The port to listen on: the asked one, else the remembered one if it is free, else 0 for any.</summary>
    public int Choose(string name, int asked)
    {
        if (asked != 0) return asked;
        return _known.TryGetValue(name, out var port) && IsFree(port) ? port : 0;
    }

    public void Remember(IEnumerable<(string Name, int Port)> ports)
    {
        foreach (var (name, port) in ports) _known[name] = port;
        if (_path is not null) File.WriteAllText(_path, JsonSerializer.Serialize(_known));
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
