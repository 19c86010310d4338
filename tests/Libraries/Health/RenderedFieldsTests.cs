using System.Text.Json.Nodes;
using Platform.Health;

namespace Platform.Libraries.Tests.Health;

/// <summary>Drift is judged at the fields of the rendered object, against what the API server made of them.</summary>
public sealed class RenderedFieldsTests
{
    private static readonly byte[] Key = new byte[32];

    private const string Rendered = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop","labels":{"app.oam.dev/name":"web"}},
         "spec":{"replicas":2,"template":{"spec":{"volumes":[{"name":"tmp","emptyDir":{}}],
           "containers":[{"name":"web","image":"nginx:1","resources":{"limits":{"cpu":"0.5"}},"ports":[{"containerPort":80}],"args":["-a","-b"],"env":[{"name":"A","value":"1"}]}]}}}}
        """;

    /// <summary>As the API server answers the apply: defaults filled in, quantities in their normal form.</summary>
    private static JsonObject Applied() => Json("""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop","uid":"u","labels":{"app.oam.dev/name":"web"}},
         "spec":{"replicas":2,"strategy":{"type":"RollingUpdate"},"template":{"spec":{"restartPolicy":"Always","volumes":[{"name":"tmp","emptyDir":{}}],
           "containers":[{"name":"web","image":"nginx:1","imagePullPolicy":"IfNotPresent","resources":{"limits":{"cpu":"500m"}},
             "ports":[{"containerPort":80,"protocol":"TCP"}],"args":["-a","-b"],"env":[{"name":"A","value":"1"}]}]}}}}
        """);

    [Fact]
    public void Defaults_and_normal_forms_of_the_server_are_no_drift() => Drift(_ => { }).ShouldBeEmpty();

    [Fact]
    public void What_others_put_beside_ours_is_no_drift() => Drift(live =>
    {
        live["metadata"]!["labels"]!["team"] = "blue";
        Containers(live).Add(Json("""{"name":"sidecar","image":"proxy:1"}"""));
        Containers(live)[0]!["env"]!.AsArray().Insert(0, Json("""{"name":"B","value":"2"}"""));
        Containers(live)[0]!["imagePullPolicy"] = "Always";
        live["spec"]!["template"]!["spec"]!["volumes"]![0]!["emptyDir"]!["sizeLimit"] = "1Gi";
        live["status"] = Json("""{"replicas":2}""");
    }).ShouldBeEmpty();

    [Fact]
    public void Changed_and_missing_fields_are_named_as_people_read_them() => Drift(live =>
    {
        live["spec"]!["replicas"] = 5;
        Containers(live)[0]!["image"] = "nginx:evil";
        Containers(live)[0]!["args"]!.AsArray().Add("-c");
        Containers(live)[0]!["env"] = new JsonArray();
        Containers(live)[0]!["resources"]!["limits"]!["cpu"] = "1";
        live["metadata"]!["labels"]!.AsObject().Remove("app.oam.dev/name");
    }).ShouldBe(
    [
        "metadata.labels[app.oam.dev/name]", "spec.replicas", "spec.template.spec.containers[web].image",
        "spec.template.spec.containers[web].resources.limits.cpu", "spec.template.spec.containers[web].args",
        "spec.template.spec.containers[web].env[A].name", "spec.template.spec.containers[web].env[A].value",
    ], ignoreOrder: true);

    [Fact]
    public void A_field_that_is_left_out_may_change()
    {
        var fields = RenderedFields.Of(Json(Rendered), path => path.Text == "/spec/replicas");
        var print = fields.Print(Applied(), Key);
        var live = Applied();
        live["spec"]!["replicas"] = 9;

        fields.Differing(live, Key, print).ShouldBeEmpty();
    }

    [Fact]
    public void The_text_gives_the_same_fields_again_whatever_stands_in_names()
    {
        var odd = Json("""{"kind":"ConfigMap","data":{"a/b":"1","c~d":"2","[e]":"3","f=g,h":"4"},"spec":{"env":[{"name":"x/y=z,]"}]}}""");
        var fields = RenderedFields.Of(odd);

        var again = RenderedFields.Parse(fields.Text);

        again.Id.ShouldBe(fields.Id);
        again.Paths.Count.ShouldBe(5);
        again.Paths.Select(p => p.In(odd)?.ToString()).ShouldBe(fields.Paths.Select(p => p.In(odd)?.ToString()));
        again.Paths.ShouldAllBe(p => p.In(odd) != null);
    }

    [Fact]
    public void An_object_with_very_many_fields_is_looked_at_in_coarser_parts()
    {
        var big = Json("""{"kind":"ConfigMap","metadata":{"labels":{"a":"b"}},"data":{}}""");
        for (var n = 0; n < 5000; n++)
            big["data"]![$"key{n}"] = "value";
        var fields = RenderedFields.Of(big);
        var print = fields.Print(big, Key);
        fields.Paths.Count.ShouldBeLessThan(10);

        big["data"]!["key4711"] = "other";

        fields.Differing(big, Key, print).ShouldHaveSingleItem().ToString().ShouldBe("data");
    }

    [Fact]
    public void Secrets_written_as_text_are_compared_where_the_server_keeps_them()
    {
        var fields = RenderedFields.Of(Json("""{"kind":"Secret","stringData":{"p":"x"}}"""));
        var print = fields.Print(Json("""{"kind":"Secret","data":{"p":"eA=="}}"""), Key);

        fields.Differing(Json("""{"kind":"Secret","data":{"p":"eQ=="}}"""), Key, print).ShouldHaveSingleItem().ToString().ShouldBe("data.p");
    }

    [Fact]
    public void Prints_of_the_same_value_differ_under_another_key()
    {
        var fields = RenderedFields.Of(Json(Rendered));
        fields.Print(Applied(), Key).ShouldNotBe(fields.Print(Applied(), [.. Key.Select(b => (byte)(b + 1))]));
    }

    [Fact]
    public void Who_changed_a_field_is_read_from_the_managed_fields()
    {
        var live = Applied();
        live["metadata"]!["managedFields"] = Json("""
            {"l":[
              {"manager":"platform","operation":"Apply","time":"2026-01-01T00:00:00Z","fieldsV1":{"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"web\"}":{".":{},"f:args":{}}}}}}}},
              {"manager":"kubectl-edit","operation":"Update","time":"2026-01-01T00:01:00Z","fieldsV1":{"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"web\"}":{"f:image":{}}}}}}}},
              {"manager":"kube-controller-manager","operation":"Update","subresource":"status","time":"2026-01-01T00:02:00Z","fieldsV1":{"f:status":{}}}]}
            """)["l"]!.DeepClone();
        FieldPath[] image = [FieldPath.Parse("/spec/template/spec/containers/[name=web]/image")];

        FieldOwners.Of(live, image).ShouldHaveSingleItem().Name.ShouldBe("kubectl-edit");
        FieldOwners.Of(live, [FieldPath.Parse("/spec/replicas")]).ShouldBeEmpty();
        FieldOwners.LastWriter(live, but: "platform")!.Name.ShouldBe("kubectl-edit");
    }

    private static IReadOnlyList<string> Drift(Action<JsonObject> change)
    {
        var fields = RenderedFields.Of(Json(Rendered));
        var print = fields.Print(Applied(), Key);
        var live = Applied();
        change(live);
        return [.. RenderedFields.Parse(fields.Text).Differing(live, Key, print).Select(p => p.ToString())];
    }

    private static JsonArray Containers(JsonObject live) => live["spec"]!["template"]!["spec"]!["containers"]!.AsArray();

    private static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;
}
