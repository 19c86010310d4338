namespace Platform.Notifications;

/// <summary>Where mail is handed in.</summary>
public sealed record MailServer
{
    /// <summary>Its name; empty: no mail is sent.</summary>
    public string Host { get; init; } = "";

    /// <summary>587 for submission, 465 for TLS from the first byte, 25 inside a network.</summary>
    public int Port { get; init; } = 587;

    /// <summary>Who sends, e.g. <c>Platform &lt;platform@example.com&gt;</c>.</summary>
    public string From { get; init; } = "";

    /// <summary>The name people see beside it; null: the one in <see cref="From"/>, if any.</summary>
    public string? FromName { get; init; }

    /// <summary>Null: without a login.</summary>
    public string? User { get; init; }

    /// <summary>The login's password.</summary>
    public string? Password { get; init; }

    /// <summary>Hands mail in without TLS where the server offers none. Never with a login.</summary>
    public bool AllowPlain { get; init; }
}
