using Platform.Deploy.Tests;

namespace Platform.Chaos.Tests;

/// <summary>What is wrong with the clusters at the moment: one of them changes now and then.</summary>
internal sealed class Weather(DeployHost host, Random random)
{
    private static readonly string[] Clusters = ["east-1", "east-2", "west-1", "west-2"];
    private TaskCompletionSource calm = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How often it changed.</summary>
    public int Changes { get; private set; }

    public void Change()
    {
        if (random.Next(3) != 0)
            return;
        Changes++;
        var cluster = host[Clusters[random.Next(Clusters.Length)]];
        (cluster.Away, cluster.Before, cluster.Mute) = (false, null, null);
        switch (random.Next(7))
        {
            case 0:
                cluster.Away = true;
                break;
            case 1:
                cluster.Before = (_, _) => Refuse(500, "InternalError", 3);
                break;
            case 2:
                cluster.Before = (_, _) => Refuse(429, "TooManyRequests", 2);
                break;
            case 3:
                cluster.Mute = (_, _) => Random.Shared.Next(3) == 0;
                break;
            case 4:
                var gate = calm;
                cluster.Before = async (_, _) =>
                {
                    await Task.WhenAny(gate.Task, Task.Delay(TimeSpan.FromSeconds(8)));
                    return null;
                };
                break;
        }
    }

    public void Clear()
    {
        calm.TrySetResult();
        calm = new(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var name in Clusters)
            (host[name].Away, host[name].Before, host[name].Mute) = (false, null, null);
    }

    /// <summary>One request in so many is refused.</summary>
    private static Task<(int, string, string)?> Refuse(int status, string reason, int oneIn) =>
        Task.FromResult<(int, string, string)?>(Random.Shared.Next(oneIn) == 0 ? (status, reason, "bad weather") : null);
}
