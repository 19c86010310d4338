namespace Platform.Oam.Rendering;

/// <summary>Lists of a pod whose elements have an identity of their own, and the member that holds it.</summary>
internal static class KeyedLists
{
    public static string? KeyOf(string list) => list switch
    {
        "containers" or "initContainers" or "env" or "ports" or "volumes" or "imagePullSecrets" => "name",
        "volumeMounts" => "mountPath",
        "volumeDevices" => "devicePath",
        "hostAliases" => "ip",
        _ => null,
    };
}
