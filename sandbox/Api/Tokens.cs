using System.Collections.Concurrent;

namespace Platform.Sandbox.Api;

/// <summary>The bearer tokens a cluster takes.</summary>
internal sealed class Tokens
{
    private readonly ConcurrentDictionary<string, User> _users = new(StringComparer.Ordinal);

    public void Add(string token, User user) => _users[token] = user;

    public User? Find(string token) => _users.GetValueOrDefault(token);
}
