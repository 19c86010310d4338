global using MassTransit;
global using Platform.Contracts.Status.V1;
global using Platform.Messaging;
global using Platform.Storage;
