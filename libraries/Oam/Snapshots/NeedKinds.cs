namespace Platform.Oam;

/// <summary>What renderings ask for, with the parameters and the answer of each.</summary>
public static class NeedKinds
{
    /// <summary>
    /// Objects as they are on a cluster: <c>cluster</c>, <c>apiVersion</c>, <c>kind</c>, <c>namespace</c> and <c>name</c> or
    /// <c>labels</c> (a map). Answer: a list of objects, empty when there is none. It differs from time to time, so it is pinned
    /// with the revision.
    /// </summary>
    public const string Objects = "objects";
}
