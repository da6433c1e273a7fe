using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Settings;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Settings;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Metiva.Web.Workspace.Settings;
using Xunit;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Settings;

public sealed class CompanySettingsTests : IAsyncLifetime
{
    private TenancyBench bench = null!;

    public async Task InitializeAsync() => bench = await TenancyBench.StartAsync();

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task What_was_set_is_read_at_once_and_by_this_company_only()
    {
        Assert.Equal(new PortalSettings(), await bench.SettingsAsync<PortalSettings>(bench.A, Client));
        Assert.Equal(1, (await bench.SetAsync(bench.A, SettingsGroups.Portal, "welcome", "Welkom bij Alfa")).Value);
        Assert.Equal(1, (await bench.SetAsync(bench.B, SettingsGroups.Portal, "welcome", "Welkom bij Beta")).Value);

        // In turns, so that what is kept for one would be there for the other.
        for (var turn = 0; turn < 3; turn++)
        {
            Assert.Equal("Welkom bij Alfa", (await bench.SettingsAsync<PortalSettings>(bench.A, Client)).Welcome);
            Assert.Equal("Welkom bij Beta", (await bench.SettingsAsync<PortalSettings>(bench.B, Client)).Welcome);
            Assert.Equal("", (await bench.SettingsAsync<PortalSettings>(bench.Agency)).Welcome);
        }
    }

    [Fact]
    public async Task They_are_read_from_the_database_once()
    {
        await bench.SetAsync(bench.A, SettingsGroups.Portal, "welcome", "Een");
        Assert.Equal("Een", (await bench.SettingsAsync<PortalSettings>(bench.A)).Welcome);
        await BesideAsync("UPDATE Settings SET Value = '{\"welcome\":\"Buitenom\"}'");

        Assert.Equal("Een", (await bench.SettingsAsync<PortalSettings>(bench.A)).Welcome);

        await bench.SetAsync(bench.A, SettingsGroups.Invoicing, "paymentNote", "Twee");
        Assert.Equal("Buitenom", (await bench.SettingsAsync<PortalSettings>(bench.A)).Welcome);
    }

    [Fact]
    public async Task A_database_from_a_backup_that_counts_less_is_still_read_once()
    {
        await bench.SetAsync(bench.A, SettingsGroups.Portal, "welcome", "Een");
        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.A).SettingsVersion = 50);
        Assert.Equal("Een", (await bench.SettingsAsync<PortalSettings>(bench.A)).Welcome);
        await BesideAsync("UPDATE Settings SET Value = '{\"welcome\":\"Buitenom\"}'");
        Assert.Equal("Een", (await bench.SettingsAsync<PortalSettings>(bench.A)).Welcome);
    }

    [Fact]
    public async Task What_is_kept_is_not_for_somebody_whose_session_ended()
    {
        using var scope = bench.As(Sales, bench.A);
        await scope.Get<CompanySettings>().GetAsync<PortalSettings>(CancellationToken.None);
        var session = bench.Person(Sales, bench.A).Session;
        await bench.WriteAsync(control => control.Sessions.Single(row => row.Id == session).EndedAt = TimeProvider.System.GetUtcNow());

        var refused = await Assert.ThrowsAsync<BindingRefusedException>(async () =>
            await scope.Get<CompanySettings>().GetAsync<PortalSettings>(CancellationToken.None)
        );
        Assert.Equal(BindingOutcome.SessionEnded, refused.Outcome);
    }

    [Fact]
    public async Task Two_who_change_the_same_version_are_one_change_and_one_clear_answer()
    {
        using var one = bench.As(Owner, bench.A);
        using var two = bench.As(Admin, bench.A);
        SaveSettings.Command With(string text) =>
            new(SettingsGroups.Portal.Key, 0, new Dictionary<string, string>(StringComparer.Ordinal) { ["welcome"] = text });

        var results = await Task.WhenAll(
            Task.Run(() => one.Get<SaveSettings>().Run(With("Een"), CancellationToken.None)),
            Task.Run(() => two.Get<SaveSettings>().Run(With("Twee"), CancellationToken.None))
        );

        Assert.Single(results, result => result.Ok);
        Assert.IsType<ChangedMeanwhile>(results.Single(result => !result.Ok).Error);
        Assert.Single((await bench.ViewAsync(bench.A, SettingsGroups.Portal)).History);
    }

    [Fact]
    public async Task The_history_says_who_changed_what_and_goes_back_to_it()
    {
        await bench.SetAsync(bench.A, SettingsGroups.General, "invitationDays", "14");
        await bench.SetAsync(bench.A, SettingsGroups.General, "invitationDays", "3", Admin);
        using var scope = bench.As(Owner, bench.A);
        Assert.Equal(3, (await scope.Get<RestoreSettings>().Run(new("general", 2, 1), CancellationToken.None)).Value);

        var view = await bench.ViewAsync(bench.A, SettingsGroups.General);
        Assert.Equal(
            ["3 Owner of Alfa B.V. 3>14", "2 Admin of Alfa B.V. 14>3", "1 Owner of Alfa B.V. 7>14"],
            view.History.Select(version =>
                $"{version.Version} {version.Who} {version.Before["invitationDays"]}>{version.Texts["invitationDays"]}"
            )
        );
        Assert.Equal(14, (await bench.SettingsAsync<GeneralSettings>(bench.A)).InvitationDays);
        Assert.Contains("settings.restored Settings 'general'", await bench.AuditAsync(bench.A));
        Assert.DoesNotContain(await bench.AuditAsync(bench.B), line => line.StartsWith("settings.", StringComparison.Ordinal));

        Assert.IsType<NotFound>((await scope.Get<RestoreSettings>().Run(new("general", 3, 9), CancellationToken.None)).Error);
        Assert.IsType<ChangedMeanwhile>((await scope.Get<RestoreSettings>().Run(new("general", 2, 1), CancellationToken.None)).Error);
        Assert.Equal(4, (await scope.Get<RestoreSettings>().Run(new("general", 3, 0), CancellationToken.None)).Value);
        Assert.Equal(7, (await bench.SettingsAsync<GeneralSettings>(bench.A)).InvitationDays);
    }

    [Fact]
    public async Task Values_that_may_not_be_change_nothing()
    {
        var refused = await bench.SetAsync(bench.A, SettingsGroups.General, "invitationDays", "400");
        Assert.Equal(new InvalidField("invitationDays", "range"), refused.Error);
        // The installation allows an hour.
        refused = await bench.SetAsync(bench.A, SettingsGroups.Security, "sessionIdleMinutes", "61");
        Assert.Equal(new InvalidField("sessionIdleMinutes", "range"), refused.Error);
        Assert.Equal(0, (await bench.ViewAsync(bench.A, SettingsGroups.Security)).Version);
    }

    [Fact]
    public async Task Saving_what_is_there_already_is_no_change()
    {
        Assert.Equal(0, (await bench.SetAsync(bench.A, SettingsGroups.General, "invitationDays", " 7 ")).Value);
        Assert.Empty((await bench.ViewAsync(bench.A, SettingsGroups.General)).History);
    }

    [Fact]
    public async Task A_stored_value_that_may_not_be_gives_the_default_and_the_page_still_works()
    {
        await bench.SetAsync(bench.A, SettingsGroups.General, "invitationDays", "9");
        await BesideAsync("UPDATE Settings SET Value = '{\"invitationDays\":900}'");
        await bench.SetAsync(bench.A, SettingsGroups.Invoicing, "paymentNote", "x");

        Assert.Equal(7, (await bench.SettingsAsync<GeneralSettings>(bench.A)).InvitationDays);
        Assert.Equal("7", (await bench.ViewAsync(bench.A, SettingsGroups.General)).Texts["invitationDays"]);
        Assert.Equal(2, (await bench.SetAsync(bench.A, SettingsGroups.General, "invitationDays", "7")).Value);
    }

    [Theory]
    [InlineData(Owner, true)]
    [InlineData(Admin, true)]
    [InlineData(AccountManager, true)]
    [InlineData(Marketing, true)]
    [InlineData(Finance, true)]
    [InlineData(Sales, false)]
    [InlineData(Delivery, false)]
    [InlineData(Client, false)]
    public async Task Looking_is_for_those_whom_the_table_names(Role role, bool may)
    {
        using var scope = bench.As(role, bench.A);
        var read = await scope.Get<SettingsQuery>().Run(SettingsGroups.Portal, SettingsQuery.Step, CancellationToken.None);
        Assert.Equal(may, read.Ok);
    }

    private async Task BesideAsync(string sql)
    {
        await using var connection = await bench.OpenBesideAsync(bench.A);
        await connection.ExecuteAsync(sql);
    }
}
