using Platform.Oam;

namespace Platform.Deploy.Rollouts;

/// <summary>What a new revision does when a rollout of an older one still runs.</summary>
internal enum SupersedeRule
{
    /// <summary>It takes its place.</summary>
    Replace,

    /// <summary>It waits for its end.</summary>
    Wait,

    /// <summary>It is refused.</summary>
    Refuse,
}

/// <summary>Reads the rule an application gives.</summary>
internal static class SupersedeRules
{
    /// <summary><c>replace</c> (when it is left out), <c>wait</c> or <c>refuse</c>.</summary>
    public const string Annotation = "platform.oam.dev/supersede";

    public static SupersedeRule Of(Application application) => TryRead(application, out var rule) ? rule : SupersedeRule.Replace;

    /// <summary>False: it says something else.</summary>
    public static bool TryRead(Application application, out SupersedeRule rule)
    {
        rule = SupersedeRule.Replace;
        return application.Annotations.GetValueOrDefault(Annotation) is not { } text
            || (char.IsAsciiLetterLower(text.FirstOrDefault()) && Enum.TryParse(text, ignoreCase: true, out rule));
    }
}
