using Xunit;

namespace Metiva.Tests.Isolation;

/// <summary>One host with everything marked, for tests that leave it as others need it.</summary>
public sealed class OneWorld : IAsyncLifetime
{
    /// <summary>The classes of this name are run one after the other, on the same host.</summary>
    public const string Name = "one world";

    internal SentinelWorld World { get; private set; } = null!;

    public async Task InitializeAsync() => World = await SentinelWorld.StartAsync();

    public Task DisposeAsync() => World.DisposeAsync().AsTask();

    [CollectionDefinition(Name)]
    public sealed class Together : ICollectionFixture<OneWorld>;
}
