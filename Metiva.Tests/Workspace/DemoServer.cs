using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Workspace;

/// <summary>One server with its demo data for all tests of a class.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    internal MetivaServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await MetivaServer.StartAsync();

    public Task DisposeAsync() => Server.DisposeAsync().AsTask();
}
