using MassTransit;

namespace Platform.Messaging;

/// <summary>What one service adds to the bus.</summary>
internal sealed record ServiceMessaging(string Service, Action<IBusRegistrationConfigurator> Configure);
