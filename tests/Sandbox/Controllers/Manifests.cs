namespace Platform.Sandbox.Tests.Controllers;

/// <summary>Objects as the tests need them.</summary>
internal static class Manifests
{
    public const string DeploymentPath = "/apis/apps/v1/namespaces/default/deployments";
    public const string StatefulSetPath = "/apis/apps/v1/namespaces/default/statefulsets";
    public const string DaemonSetPath = "/apis/apps/v1/namespaces/default/daemonsets";
    public const string JobPath = "/apis/batch/v1/namespaces/default/jobs";

    public static string Deployment(string name, int replicas, string image = "app:1", string spec = "") => $$$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{{name}}}"},"spec":{"replicas":{{{replicas}}},"selector":{"matchLabels":{"app":"{{{name}}}"} },
        {{{spec}}}"template":{"metadata":{"labels":{"app":"{{{name}}}"} },"spec":{"containers":[{"name":"main","image":"{{{image}}}"}]} } } }
        """;

    public static string StatefulSet(string name, int replicas, string spec = "", string image = "app:1") => $$$"""
        {"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"{{{name}}}"},"spec":{"replicas":{{{replicas}}},"serviceName":"{{{name}}}","selector":{"matchLabels":{"app":"{{{name}}}"} },
        {{{spec}}}"template":{"metadata":{"labels":{"app":"{{{name}}}"} },"spec":{"containers":[{"name":"main","image":"{{{image}}}"}]} } } }
        """;

    public static string DaemonSet(string name, string spec = "", string podSpec = "") => $$$"""
        {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"{{{name}}}"},"spec":{"selector":{"matchLabels":{"app":"{{{name}}}"} },
        {{{spec}}}"template":{"metadata":{"labels":{"app":"{{{name}}}"} },"spec":{ {{{podSpec}}}"containers":[{"name":"main","image":"app:1"}]} } } }
        """;

    public static string Job(string name, string spec = "", string image = "app:1", string restart = "Never") => $$$"""
        {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"{{{name}}}"},"spec":{ {{{spec}}}"template":{"spec":{"restartPolicy":"{{{restart}}}","containers":[{"name":"main","image":"{{{image}}}"}]} } } }
        """;

    public static string CronJob(string name, string schedule, string spec = "", string image = "app:1") => $$$"""
        {"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"{{{name}}}"},"spec":{"schedule":"{{{schedule}}}",{{{spec}}}
        "jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"{{{image}}}"}]} } } } } }
        """;

    public static string Pod(string name, string spec = "", string annotations = "", string image = "app:1") => $$$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{name}}}","labels":{"app":"{{{name}}}"},"annotations":{ {{{annotations}}} } },"spec":{ {{{spec}}}"containers":[{"name":"main","image":"{{{image}}}"}]} }
        """;

    public static string Image(string image) => $$$"""{"spec":{"template":{"spec":{"containers":[{"name":"main","image":"{{{image}}}"}]} } } }""";
}
