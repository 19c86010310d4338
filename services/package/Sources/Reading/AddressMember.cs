namespace Platform.Package.Sources.Reading;

/// <summary>Addresses that stand in a member of their own, with the credentials beside them.</summary>
internal static class AddressMember
{
    /// <summary>The address, with its credentials read; null with a fault.</summary>
    internal static string? Address(this SourceObject given, string name, Func<string, string?> faultOf)
    {
        if (given.Text(name) is not { } address)
            return null;
        if (faultOf(address) is { } fault)
        {
            given.Fault(name, fault);
            return null;
        }

        CredentialsReader.Read(given, address);
        return address;
    }
}
