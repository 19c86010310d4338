using Platform.Hosting;

namespace Platform.Gateway.Keys;

/// <summary>The key that is always there: from <c>PLATFORM_ADMIN_KEY</c>, or made at first start and kept in the data folder.</summary>
internal sealed class AdminKey(PlatformOptions options)
{
    /// <summary>Name of the caller, which no other key can take.</summary>
    public const string Name = "admin";

    private static readonly Identity Admin = new(Name, "key", [new RoleGrant(Role.Infra)]);

    private readonly string hash = KeyText.Hash(
        options.AdminKey ?? SecretFile.ReadOrCreate(options.DataPath("admin-key"), () => KeyText.Of(Name, KeyText.NewSecret())));

    /// <summary>The administrator when this is the administrator's key.</summary>
    public Identity? Identify(string key) => KeyText.IsHashOf(hash, key) ? Admin : null;
}
