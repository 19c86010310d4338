using System.CommandLine;
using System.Text.Json.Nodes;
using Platform.Cli.Output;

namespace Platform.Cli.Commands;

/// <summary><c>platform cluster add NAME --kubeconfig F</c>: registers a cluster, or replaces its registration.</summary>
internal static class ClusterAddCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var name = new Argument<string>("name") { Description = "Its name: a DNS label" };
        var kubeconfig = new Option<string>("--kubeconfig")
        {
            Description = "File with the kubeconfig, or - for standard input; it must carry its credentials itself",
            Required = true,
        };
        var home = new Option<string?>("--default-namespace") { Description = "Where objects go that name no namespace" };
        return new Command("add", "Registers a cluster") { name, kubeconfig, home, GlobalOptions.Label, GlobalOptions.Param }.Does(surroundings, async (run, ct) =>
        {
            var body = new JsonObject
            {
                ["kubeconfig"] = await Input.ReadAsync(run.Get(kubeconfig)!, surroundings, ct),
                ["labels"] = Input.Pairs("--label", run.Get(GlobalOptions.Label)!, x => x),
                ["parameters"] = Input.Pairs("--param", run.Get(GlobalOptions.Param)!, Input.Typed),
            };
            if (run.Get(home) is { } space)
            {
                body["namespaceDefault"] = space;
            }

            var cluster = await run.Api.PutAsync("clusters/" + Uri.EscapeDataString(run.Get(name)), body, ct);
            run.Printer.Print(cluster, $"cluster {run.Get(name)} registered{Reached(cluster)}");
            return ExitCodes.Ok;
        });
    }

    private static string Reached(JsonNode? cluster) => (cluster.Flag("reachable"), cluster.Text("version")) switch
    {
        (false, _) => $"; it can't be reached now: {cluster.Text("message")}",
        (_, { } version) => $", Kubernetes {version}",
        _ => "",
    };
}
