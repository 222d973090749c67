using Gemeinwerk.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(Databases))]
