using System.Text;
using System.Text.Json.Nodes;
using Platform.Oci;

namespace Platform.Build.Images.Builders;

/// <summary>
/// The configuration buildah and podman run with, instead of the machine's: which registries are spoken to without TLS, with which
/// credentials, and that images come from registries alone. Without that last rule <c>FROM oci:/…</c> would read any layout on this disk,
/// the platform's own artifacts first of all.
/// </summary>
internal static class BuilderFiles
{
    private const string Policy =
        """
        {"default":[{"type":"reject"}],"transports":{
          "docker":{"":[{"type":"insecureAcceptAnything"}]},
          "containers-storage":{"":[{"type":"insecureAcceptAnything"}]}}}
        """;

    /// <summary>Writes the files; gives the variables that name them.</summary>
    internal static async Task<Dictionary<string, string>> WriteAsync(string folder, BuilderStorage storage, RegistriesOptions registries, CancellationToken ct)
    {
        var endpoints = registries.Endpoints.Select(e => RegistryEndpoint.Parse(e.Value) with { Host = e.Key }).ToArray();
        return new Dictionary<string, string>
        {
            ["CONTAINERS_CONF"] = await WriteAsync("containers.conf", ""),
            ["CONTAINERS_STORAGE_CONF"] = await WriteAsync("storage.conf", storage.Configuration),
            ["CONTAINERS_REGISTRIES_CONF"] = await WriteAsync("registries.conf", Registries(registries, endpoints)),
            ["REGISTRY_AUTH_FILE"] = await WriteAsync("auth.json", Logins(endpoints)),
            ["XDG_RUNTIME_DIR"] = Directory.CreateDirectory(Path.Combine(folder, "runtime")).FullName,
            ["BUILDAH_ISOLATION"] = "chroot",
        };

        Task<string> WriteAsync(string name, string content) => PrivateFile.WriteAsync(Path.Combine(folder, name), content, ct);
    }

    internal static Task<string> WritePolicyAsync(string folder, CancellationToken ct) => PrivateFile.WriteAsync(Path.Combine(folder, "policy.json"), Policy, ct);

    private static string Registries(RegistriesOptions registries, IReadOnlyList<RegistryEndpoint> endpoints)
    {
        var text = new StringBuilder("unqualified-search-registries = [\"docker.io\"]\nshort-name-mode = \"permissive\"\n");
        // Loopback is spoken to without TLS, as everywhere in the platform.
        foreach (var host in registries.PlainHttp.Concat(["localhost", "127.0.0.1"]))
            Add(host, host, insecure: true);
        foreach (var endpoint in endpoints)
            Add(endpoint.Host, endpoint.Address.Authority, endpoint.Address.Scheme == Uri.UriSchemeHttp);
        return text.ToString();

        void Add(string prefix, string location, bool insecure) => text.Append(
            $"[[registry]]\nprefix = {JsonValue.Create(prefix).ToJsonString()}\nlocation = {JsonValue.Create(location).ToJsonString()}\ninsecure = {(insecure ? "true" : "false")}\n");
    }

    private static string Logins(IReadOnlyList<RegistryEndpoint> endpoints)
    {
        var auths = new JsonObject();
        foreach (var endpoint in endpoints.Where(e => e.User is not null))
        {
            var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{endpoint.User}:{endpoint.Password}"));
            auths[endpoint.Host] = new JsonObject { ["auth"] = login };
            auths[endpoint.Address.Authority] = new JsonObject { ["auth"] = login };
        }

        return new JsonObject { ["auths"] = auths }.ToJsonString();
    }
}
