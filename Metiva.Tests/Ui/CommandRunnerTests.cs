using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Connections;
using Metiva.Web.Shell.Circuits;
using Metiva.Web.Ui;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Xunit;

namespace Metiva.Tests.Ui;

public sealed class CommandRunnerTests : ComponentTest
{
    public CommandRunnerTests()
    {
        Services.AddScoped<TenantScope>();
        Services.AddScoped<CircuitStanding>();
    }

    private NotificationMessage? Said => Services.GetRequiredService<NotificationService>().Messages.LastOrDefault();

    [Fact]
    public async Task What_was_done_is_said()
    {
        var result = await Run(_ => Task.FromResult<Result<int>>(7), value => $"{value} gedaan");
        Assert.Equal(7, result.Value);
        Assert.Equal((NotificationSeverity.Success, "7 gedaan"), (Said!.Severity, Said.Summary));
    }

    [Fact]
    public async Task A_refusal_is_told_and_given_back()
    {
        var result = await Run(_ => Task.FromResult<Result<int>>(new ChangedMeanwhile()));
        Assert.IsType<ChangedMeanwhile>(result.Error);
        Assert.Contains("Iemand anders", Said!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_a_field_is_left_to_that_field()
    {
        Assert.False((await Run(_ => Task.FromResult<Result<int>>(new InvalidField("Name", "required")))).Ok);
        Assert.Null(Said);
    }

    [Fact]
    public async Task A_timeout_says_that_nothing_was_changed()
    {
        Assert.IsType<NotCarriedOut>((await Run(_ => throw new TimeoutException())).Error);
        Assert.Contains("niets gewijzigd", Said!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_was_lost_while_saving_says_to_look_before_repeating()
    {
        Assert.IsType<OutcomeUnknown>((await Run(_ => throw new OutcomeUnknownException(new IOException()))).Error);
        Assert.Contains("Kijk eerst", Said!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Being_busy_leaves_the_page_where_it_is()
    {
        var result = await Run(_ => throw new BindingRefusedException(BindingOutcome.Busy));
        Assert.Equal("Busy", Assert.IsType<NotCarriedOut>(result.Error).Why);
        Assert.Empty(History());
    }

    [Fact]
    public async Task Being_no_longer_bound_starts_over_with_a_request()
    {
        await Run(_ => throw new BindingRefusedException(BindingOutcome.NotAMember));
        Assert.True(Assert.Single(History()).Options.ForceLoad);
    }

    [Fact]
    public async Task A_bug_is_not_swallowed() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Run(_ => throw new InvalidOperationException("bug")));

    private IEnumerable<Bunit.TestDoubles.NavigationHistory> History() => ((Bunit.TestDoubles.BunitNavigationManager)Navigation).History;

    private Task<Result<int>> Run(Func<CancellationToken, Task<Result<int>>> command, Func<int, string>? done = null) =>
        Services.GetRequiredService<CommandRunner>().RunAsync(command, done, CancellationToken.None);
}
