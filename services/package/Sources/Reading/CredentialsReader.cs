using Platform.Contracts.Build.V1;

namespace Platform.Package.Sources.Reading;

/// <summary>
/// Credentials of the place a source is fetched from: <c>{token}</c>, <c>{username, password}</c> or <c>{sshKey, knownHosts}</c>. Left out,
/// or given back as <c>{kept: true}</c>, they stay; null takes them away. They stay only with the place they were given for: else whoever
/// may change an address could have them sent to one of his own.
/// </summary>
internal static class CredentialsReader
{
    private const string Name = "credentials";
    private const string Forms = "{token}, {username, password} or {sshKey, knownHosts}";

    /// <summary>Reads the credentials of <paramref name="given"/>, which is fetched from <paramref name="address"/>.</summary>
    internal static void Read(SourceObject given, string address)
    {
        var reading = given.Reading;
        if (given.SaysNull(Name))
            return;
        var known = reading.Known is { } source ? SourcePlaces.AddressOf(source) : null;
        var kept = new Kept(reading.Kept, known is not null && SourceAddress.PlaceOf(known) == SourceAddress.PlaceOf(address), known);
        if (!given.Has(Name))
        {
            if (kept.Any && kept.SamePlace)
                Take(reading, reading.Kept);
            else if (kept.Any)
                given.Fault(Name, kept.Elsewhere);
            return;
        }

        if (given.Object(Name, Forms) is { } credentials)
            Take(reading, ReadForm(credentials, address, kept));
    }

    /// <summary>Notes credentials where there can be none.</summary>
    internal static void Refuse(SourceObject given, string why)
    {
        if (given.Has(Name))
            given.Fault(Name, why);
    }

    private static SourceSecrets ReadForm(SourceObject given, string address, Kept kept)
    {
        given.HasOnly("Credentials", "token", "username", "password", "sshKey", "knownHosts");
        var secrets = new SourceSecrets
        {
            Username = Value(given, "username", kept, kept.Secrets.Username),
            Password = Value(given, "password", kept, kept.Secrets.Password) ?? Value(given, "token", kept, kept.Secrets.Password),
            SshKey = Value(given, "sshKey", kept, kept.Secrets.SshKey),
            KnownHosts = Value(given, "knownHosts", kept, kept.Secrets.KnownHosts),
        };
        if (FaultOf([.. given.Names.Order(StringComparer.Ordinal)], address) is { } fault)
            given.Fault("", fault);
        if (given.Has("sshKey") && secrets.SshKey is { } key && !key.TrimStart().StartsWith("-----BEGIN ", StringComparison.Ordinal))
            given.Fault("sshKey", "This is no private key: its file begins with -----BEGIN OPENSSH PRIVATE KEY-----.");
        return secrets;
    }

    private static string? FaultOf(string[] names, string address)
    {
        var ssh = SourceAddress.IsSsh(address);
        return string.Join('+', names) switch
        {
            "knownHosts+sshKey" when !ssh => "A key goes with an ssh:// address; this one takes {token} or {username, password}.",
            "knownHosts+sshKey" => null,
            "sshKey" => "Give knownHosts too, the lines that ssh-keyscan prints: without them anybody could answer in the server's place.",
            "token" or "password+username" when ssh => "An ssh:// address takes {sshKey, knownHosts}.",
            "token" or "password+username" when SourceAddress.IsPlainHttp(address) => "Credentials would be sent in clear; give an https:// address.",
            "token" or "password+username" => null,
            _ => $"Credentials are {Forms}.",
        };
    }

    private static string? Value(SourceObject given, string name, Kept kept, string? secret)
    {
        if (!given.Has(name))
            return null;
        if (!given.SaysKept(name))
            return given.Text(name);
        if (secret is null)
            given.Fault(name, "Nothing is registered that could be kept; give the value.");
        else if (!kept.SamePlace)
            given.Fault(name, kept.Elsewhere);
        return secret;
    }

    private static void Take(SourceReading reading, SourceSecrets from) => reading.Secrets = reading.Secrets with
    {
        Username = from.Username,
        Password = from.Password,
        SshKey = from.SshKey,
        KnownHosts = from.KnownHosts,
    };

    private sealed record Kept(SourceSecrets Secrets, bool SamePlace, string? Address)
    {
        internal bool Any => Secrets is not { Username: null, Password: null, SshKey: null, KnownHosts: null };

        internal string Elsewhere =>
            $"The registered credentials are for {(Address is null ? "another place" : SourceAddress.PlaceOf(Address))} and do not go along to another; give them anew, or null for none.";
    }
}
