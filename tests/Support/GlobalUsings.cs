global using Platform.Tests.Support;
global using Shouldly;
global using Xunit;
