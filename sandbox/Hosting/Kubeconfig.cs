using System.Text;

namespace Platform.Sandbox.Hosting;

/// <summary>A kubeconfig with everything inline.</summary>
internal static class Kubeconfig
{
    public static string ForCertificate(string name, string url, string authority, (string Certificate, string Key) user) => Write(name, url, authority,
        $"client-certificate-data: {Base64(user.Certificate)}\n    client-key-data: {Base64(user.Key)}");

    public static string ForToken(string name, string url, string authority, string token) => Write(name, url, authority, $"token: {token}");

    private static string Write(string name, string url, string authority, string credentials) => $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: {name}
          cluster:
            server: {url}
            certificate-authority-data: {Base64(authority)}
        users:
        - name: {name}
          user:
            {credentials}
        contexts:
        - name: {name}
          context:
            cluster: {name}
            user: {name}
        current-context: {name}

        """;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
