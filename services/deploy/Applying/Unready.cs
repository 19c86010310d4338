namespace Platform.Deploy.Applying;

/// <summary>Why a part can't be applied, though its turn has come.</summary>
/// <param name="Reason">For a person.</param>
/// <param name="ForGood">Another look would find the same.</param>
internal sealed record Unready(string Reason, bool ForGood = false);
