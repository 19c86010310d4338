using System.Text;
using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>Fills Secrets of type kubernetes.io/service-account-token with a token that doesn't expire, and deletes those whose account is gone.</summary>
internal sealed class TokenController(ControllerSet set) : Controller(set)
{
    private const string Account = "kubernetes.io/service-account.name";
    private const string AccountUid = "kubernetes.io/service-account.uid";

    private static ReadOnlySpan<byte> Type => "\"kubernetes.io/service-account-token\""u8;

    public override void Follow(Change change)
    {
        if (change.New is { Kind: { Group: "", Name: "Secret" }, Deleting: false } secret && IsToken(secret)) Enqueue(secret.Namespace, secret.Name);
        else if (change.New is null && change.Last.Kind is { Group: "", Name: "ServiceAccount" })
            foreach (var token in Store.Of(KindOf("v1", "Secret")).In(change.Last.Namespace).Where(IsToken)) Enqueue(token.Namespace, token.Name);
    }

    /// <summary>Secrets are many and large: the bytes tell without reading them.</summary>
    private static bool IsToken(StoredObject secret) => secret.Bytes.AsSpan().IndexOf(Type) >= 0;

    public override void Reconcile(string ns, string name)
    {
        if (Find("v1", "Secret", ns, name) is not { Deleting: false } secret) return;
        var o = secret.Parse();
        if (o.Text("type") != "kubernetes.io/service-account-token" || o.Annotation(Account) is not { } wanted) return;
        if (Find("v1", "ServiceAccount", ns, wanted) is not { } account || o.Annotation(AccountUid) is { } uid && uid != account.Uid) Delete(secret);
        else if (o["data"]?["token"] is null)
            Change(secret, s =>
            {
                s.Annotate(AccountUid, account.Uid);
                var data = Kinds.Defaults.Under(s, "data");
                data["ca.crt"] = Base64(Cluster.AuthorityPem);
                data["namespace"] = Base64(ns);
                data["token"] = Base64(Cluster.Tokens.ForAccount(account, new JsonArray("https://kubernetes.default.svc"), lifetime: null, secret));
            });
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
