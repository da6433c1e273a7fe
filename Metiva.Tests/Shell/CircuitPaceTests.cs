using System.Security.Claims;
using Metiva.Tenancy.Binding;
using Metiva.Tests.Support;
using Metiva.Web.Shell.Limits;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Metiva.Tests.Shell;

/// <summary>Floods over the hub's own methods, through the filter that stands before them.</summary>
public sealed class CircuitPaceTests : IAsyncLifetime
{
    private const string Event = "BeginInvokeDotNetFromJS";
    private static readonly Guid One = Guid.NewGuid();
    private static readonly Guid Another = Guid.NewGuid();
    private readonly CircuitPace pace = new(Options.Create(new LimitOptions { PersonEventsPerSecond = 2, CompanyEventsPerSecond = 4 }));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => pace.DisposeAsync().AsTask();

    [Fact]
    public async Task Whoever_sends_too_much_waits_over_all_of_their_circuits_and_nobody_else_does()
    {
        var person = Guid.NewGuid();
        await SendAsync(4, Event, person, One, "first tab");
        var waiting = CallAsync(Event, person, One, "second tab");
        Assert.False(waiting.IsCompleted);

        // Somebody else, at another company, at once.
        Assert.True(CallAsync(Event, Guid.NewGuid(), Another, "somebody").IsCompleted);

        // It comes when it is its turn: nothing was lost.
        Assert.True(await waiting.AsTask().WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal(1, pace.Slowed);
    }

    [Fact]
    public async Task All_people_of_a_company_together_have_one_allowance()
    {
        for (var person = 0; person < 4; person++)
        {
            await SendAsync(2, Event, Guid.NewGuid(), One, "tab");
        }

        var waiting = CallAsync(Event, Guid.NewGuid(), One, "tab");
        Assert.False(waiting.IsCompleted);
        Assert.True(CallAsync(Event, Guid.NewGuid(), Another, "tab").IsCompleted);
        Assert.True(await waiting.AsTask().WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData("OnRenderCompleted")]
    [InlineData("EndInvokeJSFromDotNet")]
    [InlineData("StartCircuit")]
    [InlineData("ConnectCircuit")]
    public async Task Answers_to_the_server_and_connecting_never_wait(string method)
    {
        var person = Guid.NewGuid();
        await SendAsync(4, Event, person, One, "tab");
        for (var time = 0; time < 50; time++)
        {
            Assert.True(CallAsync(method, person, One, "tab").IsCompleted);
        }
    }

    [Fact]
    public async Task Who_hangs_up_while_waiting_is_forgotten()
    {
        var person = Guid.NewGuid();
        await SendAsync(4, Event, person, One, "tab");
        using var hangsUp = new CancellationTokenSource();
        var waiting = CallAsync(Event, person, One, "tab", hangsUp.Token);
        await hangsUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.AsTask());
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_told_apart_by_the_connection()
    {
        await SendAsync(4, Event, person: null, company: null, "one");
        Assert.False(CallAsync(Event, person: null, company: null, "one").IsCompleted);
        Assert.True(CallAsync(Event, person: null, company: null, "other").IsCompleted);
    }

    private async Task SendAsync(int times, string method, Guid? person, Guid? company, string connection)
    {
        for (var time = 0; time < times; time++)
        {
            var call = CallAsync(method, person, company, connection);
            Assert.True(call.IsCompleted);
            Assert.True(await call);
        }
    }

    private async ValueTask<bool> CallAsync(
        string method,
        Guid? person,
        Guid? company,
        string connection,
        CancellationToken aborted = default
    )
    {
        List<Claim> claims = [];
        if (person is { } id)
        {
            claims.Add(new(ClaimNames.Person, id.ToString()));
            claims.Add(new(ClaimNames.Session, Guid.NewGuid().ToString()));
            claims.Add(new(ClaimNames.Company, company.ToString()!));
        }

        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, person is null ? null : ClaimNames.Scheme));
        var (hub, target) = ComponentHub.Method(method);
        await using var services = new ServiceCollection().BuildServiceProvider();
        using (hub)
        {
            var context = new HubInvocationContext(new ComponentHub.Caller(principal, connection, aborted), services, hub, target, []);
            return await pace.InvokeMethodAsync(context, _ => ValueTask.FromResult<object?>(true)) is true;
        }
    }
}
