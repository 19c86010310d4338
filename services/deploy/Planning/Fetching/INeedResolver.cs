using Platform.Oam;

namespace Platform.Deploy.Planning.Fetching;

/// <summary>Fetches one kind of what renderings need.</summary>
internal interface INeedResolver
{
    /// <summary>One of <see cref="NeedKinds"/>.</summary>
    string Kind { get; }

    /// <summary>
    /// The answer may be another one tomorrow, so a revision keeps the one it got. Otherwise the parameters say everything, and all
    /// revisions share it.
    /// </summary>
    bool Changes { get; }

    /// <summary>The answer, or what is wrong with the question.</summary>
    /// <exception cref="UnusableException">What is wrong with the question, too.</exception>
    /// <exception cref="NotNowException">Somebody is away; the same question may be answered later.</exception>
    Task<Answer> ResolveAsync(Need need, CancellationToken ct);
}
