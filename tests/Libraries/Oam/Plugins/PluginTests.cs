using System.Text.Json.Nodes;
using Platform.Oam;
using Platform.Oam.Definitions;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam.Plugins;

/// <summary>Types that somebody installs are used like those that are built in.</summary>
public sealed class PluginTests
{
    private const string Database = """
        kind: component
        name: database
        version: 1.2.0
        description: A database.
        schema:
          type: object
          required: [size]
          properties:
            size: {type: string, enum: [small, large], description: How large.}
            copies: {type: integer, minimum: 1, maximum: 5, default: 1}
        render: |
          function render(context) {
            const { size, copies } = context.parameters;
            return {
              workload: { apiVersion: 'db.example/v1', kind: 'Database', spec: { copies, memory: size === 'large' ? '8Gi' : '1Gi' } },
              objects: { settings: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: context.name + '-settings' }, data: { site: context.cluster.name } } },
            };
          }
        health: |
          function health(object) { return object.status && object.status.ready ? 'Healthy' : { status: 'Progressing', message: 'not ready' }; }
        message: |
          function message(object) { return 'copies: ' + object.spec.copies; }
        """;

    private const string Guard = """
        kind: trait
        name: guard
        schema: {type: object, properties: {level: {type: string, default: high}}}
        render: |
          function render(context) {
            return {
              patch: { metadata: { annotations: { guard: context.parameters.level, of: context.workload.kind } } },
              merge: { spec: { guarded: true, memory: null } },
              objects: { policy: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: context.name + '-guard' } } },
            };
          }
        """;

    private const string Application = """
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: shop}
        spec:
          components:
          - name: db
            type: database
            properties: {size: large, copies: "${cluster.params.replicas}"}
            traits: [{type: guard}]
        """;

    [Fact]
    public void A_component_and_a_trait_render_like_built_in_ones()
    {
        var rendered = Renderer.Render(Documents.Read(Application), new() { Cluster = Documents.East, Definitions = Catalog(Database, Guard) });
        rendered.Faults.ShouldBeEmpty();
        rendered.Objects.Select(item => $"{item.Manifest["kind"]} {item.Manifest["metadata"]!["name"]} {item.Manifest["metadata"]!["labels"]!["trait.oam.dev/type"]}")
            .ShouldBe(["Database db ", "ConfigMap db-settings AuxiliaryWorkload", "ConfigMap db-guard guard"]);
        rendered.Objects[0].Manifest["spec"]!.ToJsonString().ShouldBe("""{"copies":4,"guarded":true}""");
        rendered.Objects[0].Manifest["metadata"]!["annotations"]!.ToJsonString().ShouldBe("""{"guard":"high","of":"Database"}""");
        rendered.Objects[1].Manifest["data"]!["site"]!.ToString().ShouldBe("east-1");
    }

    [Theory]
    [InlineData("size: large", "size: huge", "'huge' isn't allowed here; it has to be 'small' or 'large'")]
    [InlineData("size: large, ", "", "'size' is missing: component type 'database' needs it")]
    [InlineData("\"${cluster.params.replicas}\"", "9", "9 isn't allowed here; it has to be between 1 and 5")]
    [InlineData("type: guard", "type: gard", "trait type 'gard' isn't known; did you mean 'guard'?")]
    public void Its_parameters_are_checked_like_any(string there, string instead, string fault)
    {
        var parsed = ApplicationParser.Parse(Application.Replace(there, instead, StringComparison.Ordinal));
        Validation.Check(parsed, new() { Definitions = Catalog(Database, Guard), Clusters = [Documents.East] }).Faults.ShouldHaveSingleItem().Detail.ShouldStartWith(fault);
    }

    [Theory]
    [InlineData("return 1;", "the definition of its type failed: render has to return a map")]
    [InlineData("return { deployment: {} };", "the definition of its type failed: render returns 'deployment'; it may return workload, objects")]
    [InlineData("return { workload: { kind: 'X' } };", "the definition of its type failed: workload is no Kubernetes object: apiVersion and kind are missing")]
    [InlineData("while (true);", "the definition of its type failed: it runs more than 200000 statements")]
    [InlineData("return context.parameters.nothing.at.all;", "the definition of its type failed: line 1: ")]
    public void A_render_function_that_fails_is_a_fault_of_the_component(string body, string fault)
    {
        var catalog = Catalog($"{{kind: component, name: database, schema: {{type: object, additionalProperties: true}}, render: \"function render(context) {{ {body} }}\"}}");
        var rendered = Renderer.Render(Documents.Read(Application.Replace("    traits: [{type: guard}]", "", StringComparison.Ordinal)), new() { Cluster = Documents.East, Definitions = catalog });
        var told = rendered.Faults.ShouldHaveSingleItem();
        told.Detail.ShouldStartWith(fault);
        told.Path.ShouldBe("/spec/components/0/properties");
    }

    [Fact]
    public void A_template_is_the_simple_alternative()
    {
        var catalog = Catalog("""
            kind: component
            name: database
            schema: {type: object, properties: {memory: {type: string}, copies: {type: integer}}}
            template: |
              apiVersion: db.example/v1
              kind: Database
              spec: {memory: {{ parameters.memory }}, copies: {{ parameters.copies }}, app: {{ application.name }}}
            """, """
            kind: trait
            name: guard
            schema: {type: object}
            template: |
              spec: {guarded: true}
              ---
              apiVersion: v1
              kind: ConfigMap
              metadata: {name: {{ name }}-guard}
            """);
        var rendered = Renderer.Render(Documents.Read(Application.Replace("size: large", "memory: large", StringComparison.Ordinal)), new() { Cluster = Documents.East, Definitions = catalog });
        rendered.Faults.ShouldBeEmpty();
        rendered.Objects[0].Manifest["spec"]!.ToJsonString().ShouldBe("""{"memory":"large","copies":4,"app":"shop","guarded":true}""");
        rendered.Objects[1].Manifest["metadata"]!["name"]!.ToString().ShouldBe("db-guard");
    }

    [Fact]
    public void A_policy_becomes_an_override_and_a_step_becomes_a_built_in_one()
    {
        var catalog = Catalog("""
            kind: policy
            name: tiny
            schema: {type: object, properties: {replicas: {type: integer, default: 1}}}
            render: |
              function render(context) {
                return { components: [{ type: 'worker', traits: [{ type: 'scaler', properties: { replicas: context.parameters.replicas } }] }] };
              }
            """, """
            kind: workflowstep
            name: pause
            schema: {type: object, properties: {minutes: {type: integer, default: 5}}}
            template: "{type: suspend, properties: {duration: {{ parameters.minutes }}m}}"
            """);
        var application = Documents.Read(Documents.Text("""
              components: [{name: web, type: worker, properties: {image: nginx}}]
              policies: [{name: small, type: tiny, properties: {replicas: 2}}]
              workflow:
                steps:
                - {name: wait, type: pause}
                - {name: go, type: deploy, properties: {policies: [small]}}
            """));
        Validation.Check(application, new() { Definitions = catalog, Clusters = [Documents.East] }).Faults.ShouldBeEmpty();
        var plan = DeliveryPlanner.Plan(application, new() { Definitions = catalog, Clusters = [Documents.East] });
        plan.Faults.ShouldBeEmpty();
        plan.Workflow.Steps[0].Suspend!.Duration.ShouldBe(TimeSpan.FromMinutes(5));
        plan.Deliveries.ShouldHaveSingleItem().Objects[0].Manifest["spec"]!["replicas"]!.GetValue<long>().ShouldBe(2);
    }

    [Fact]
    public void Health_and_message_are_functions_of_the_live_object()
    {
        var status = Parse(Database).Definition.Status!;
        status.Of((JsonObject)JsonNode.Parse("""{"spec":{"copies":2},"status":{"ready":true}}""")!).ShouldBe(("Healthy", "copies: 2"));
        status.Of((JsonObject)JsonNode.Parse("""{"spec":{"copies":2}}""")!).ShouldBe(("Progressing", "copies: 2"));
        status.Of([]).Health.ShouldBe("Unknown");
        status.Of([]).Message!.ShouldStartWith("the definition's function failed: ");
    }

    [Theory]
    [InlineData("kind: component", "kind: componet", "/kind", "'componet' isn't allowed here; it has to be 'component' or 'trait' or 'policy' or 'workflowstep'; did you mean 'component'?")]
    [InlineData("name: database", "name: Data_base", "/name", "'Data_base' can't be the name of a type")]
    [InlineData("type: integer,", "type: int,", "/schema/properties/copies/type", "'int' is no type; there are string, integer, number, boolean, array, object, null")]
    [InlineData("minimum: 1,", "minimun: 1,", "/schema/properties/copies/minimun", "keyword 'minimun' of JSON Schema isn't supported")]
    [InlineData("default: 1}", "default: 9}", "/schema/properties/copies/default", "9 isn't allowed here; it has to be between 1 and 5")]
    [InlineData("required: [size]", "required: [sise]", "/schema/required", "required names sise, which properties don't have")]
    [InlineData("function render(context) {", "function render(context {", "/render", "line 1, column ")]
    [InlineData("function health(object)", "function healthy(object)", "/health", "the script defines no function health")]
    [InlineData("version: 1.2.0", "versoin: 1.2.0", "/versoin", "a definition has no property 'versoin', so it has no effect; did you mean 'version'?")]
    [InlineData("render: |", "template: |", "/schema/properties/size", "a template can't have a parameter 'size': that is Liquid's own word for how many there are")]
    [InlineData("description: A database.", "template: x", "/template", "render and template exclude each other")]
    public void A_wrong_definition_is_refused_with_the_place(string there, string instead, string path, string detail)
    {
        DefinitionParser.Parse(Database.Replace(there, instead, StringComparison.Ordinal), out var faults).ShouldBeNull();
        var fault = faults.ShouldHaveSingleItem();
        fault.Path.ShouldBe(path);
        fault.Detail.ShouldStartWith(detail);
        fault.Line.ShouldNotBeNull();
    }

    [Fact]
    public void The_path_says_kind_and_name_where_the_document_does_not()
    {
        var text = Database.Replace("kind: component\nname: database\n", "", StringComparison.Ordinal);
        DefinitionParser.Parse(text, out var faults, "component", "database")!.Name.ShouldBe("database");
        faults.ShouldBeEmpty();
        DefinitionParser.Parse(Database, out faults, "component", "other").ShouldBeNull();
        faults.ShouldHaveSingleItem().Detail.ShouldBe("the document says name 'database', the path says 'other'");
    }

    private static PluginDefinition Parse(string text) => DefinitionParser.Parse(text, out var faults).ShouldNotBeNull(string.Join('\n', faults));

    private static DefinitionCatalog Catalog(params string[] texts) => DefinitionCatalog.BuiltIn.With(texts.Select(text => Parse(text).Definition));
}
