using Platform.Contracts.Build.V1;

namespace Platform.Package.Sources.Views;

/// <summary>Stands where a secret is: that it is set, and nothing of it. Given back in a request, it keeps the secret.</summary>
internal sealed record SecretMark(bool Kept)
{
    internal static SecretMark Set { get; } = new(true);

    internal static IReadOnlyDictionary<string, SecretMark>? Of(IEnumerable<string> names)
    {
        var marks = names.Order(StringComparer.Ordinal).ToDictionary(name => name, _ => Set);
        return marks.Count == 0 ? null : marks;
    }

    /// <summary>Which credentials are set, in the form they were given.</summary>
    internal static IReadOnlyDictionary<string, SecretMark>? OfCredentials(SourceSecrets secrets)
    {
        var password = secrets.Username is null ? "token" : "password";
        (string Name, string? Value)[] all =
            [("username", secrets.Username), (password, secrets.Password), ("sshKey", secrets.SshKey), ("knownHosts", secrets.KnownHosts)];
        return Of(all.Where(c => c.Value is not null).Select(c => c.Name));
    }
}
