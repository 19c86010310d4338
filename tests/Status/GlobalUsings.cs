global using Platform.Contracts.Deploy.V1;
global using Platform.Contracts.Status.V1;
global using Shouldly;
global using Xunit;
