using System.Security.Claims;
using Metiva.Tenancy;
using Metiva.Tenancy.Binding;
using Metiva.Tests.Support;
using Metiva.Web.Shell.Circuits;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Metiva.Tests.Shell;

/// <summary>The framework's own hub methods, through the filter that stands before them.</summary>
public sealed class CircuitOwnerFilterTests
{
    private const string Secret = "what the browser keeps of its circuit";
    private static readonly Guid Person = Guid.NewGuid();
    private static readonly Guid Session = Guid.NewGuid();
    private static readonly Guid Company = Guid.NewGuid();

    private readonly CircuitOwnerFilter filter = new(
        new CircuitOwners(new TenancyOptions(), TimeProvider.System),
        NullLogger<CircuitOwnerFilter>.Instance
    );

    [Fact]
    public async Task No_circuit_is_rebuilt_from_what_a_browser_kept_not_even_for_its_owner()
    {
        await CallAsync("StartCircuit", Owner(), Secret);

        var (answer, reached) = await CallAsync("ResumeCircuit", Owner(), "a new circuit", Secret, "https://localhost/", "", "[]", "state");

        Assert.Null(answer);
        Assert.False(reached);
    }

    [Fact]
    public async Task The_owner_gets_the_circuit_back()
    {
        await CallAsync("StartCircuit", Owner(), Secret);

        Assert.Equal((true, true), await CallAsync("ConnectCircuit", Owner(), true, Secret));
    }

    [Theory]
    [InlineData(ClaimNames.Person)]
    [InlineData(ClaimNames.Session)]
    [InlineData(ClaimNames.Company)]
    public async Task Whoever_differs_in_one_claim_does_not_and_the_circuit_is_not_touched(string claim)
    {
        await CallAsync("StartCircuit", Owner(), Secret);

        Assert.Equal((false, false), await CallAsync("ConnectCircuit", Owner(other: claim), true, Secret));
    }

    [Theory]
    [InlineData("another secret")]
    [InlineData(null)]
    public async Task A_secret_that_nobody_got_opens_nothing(string? secret) =>
        Assert.Equal((false, false), await CallAsync("ConnectCircuit", Owner(), true, secret));

    private static ClaimsPrincipal Owner(string? other = null) =>
        new(
            new ClaimsIdentity(
                new[] { (ClaimNames.Person, Person), (ClaimNames.Session, Session), (ClaimNames.Company, Company) }.Select(
                    claim => new Claim(claim.Item1, (claim.Item1 == other ? Guid.NewGuid() : claim.Item2).ToString())
                ),
                ClaimNames.Scheme
            )
        );

    /// <summary>Calls the framework's method of that name, which must still be called so, and says whether it was reached.</summary>
    private async Task<(object? Answer, bool Reached)> CallAsync(
        string name,
        ClaimsPrincipal principal,
        object? answer,
        params object?[] arguments
    )
    {
        var (hub, method) = ComponentHub.Method(name);
        using var _ = hub;
        await using var services = new ServiceCollection().BuildServiceProvider();
        var reached = false;
        var result = await filter.InvokeMethodAsync(
            new HubInvocationContext(new ComponentHub.Caller(principal), services, hub, method, arguments),
            call =>
            {
                reached = true;
                return ValueTask.FromResult(answer);
            }
        );
        return (result, reached);
    }
}
