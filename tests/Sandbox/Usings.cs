global using System.Text.Json.Nodes;
global using Platform.Tests.Support;
global using Shouldly;
global using Xunit;
