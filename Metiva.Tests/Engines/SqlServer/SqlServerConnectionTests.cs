using Dapper;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Engines.SqlServer;
using Metiva.Tests.Support;
using Microsoft.Data.SqlClient;
using Xunit;

namespace Metiva.Tests.Engines.SqlServer;

/// <summary>What the engine does when a database is not what the catalog says, and that it serves again when it is.</summary>
public sealed class SqlServerConnectionTests(SqlServerBench server) : IClassFixture<SqlServerBench>
{
    [SqlServerFact]
    public async Task A_database_that_states_another_company_is_a_mismatch_until_it_states_the_right_one()
    {
        var company = await server.NewCompanyAsync();
        await StampAsync(company, server.Bench.B.ToString());
        server.Get<SqlServerConnectionFactory>().Forget(company.Id);

        Assert.Equal(BindingOutcome.DatabaseMismatch, await server.RefusalAsync(company));
        Assert.Equal(BindingOutcome.DatabaseMismatch, await server.RefusalAsync(company));
        await StampAsync(company, company.Id.ToString());
        Assert.Equal(server.Options.RuntimeLogin(company.Id, LoginSlot.A), await server.LoginAsync(company));
    }

    [SqlServerFact]
    public async Task A_schema_that_this_build_does_not_serve_is_out_of_range()
    {
        var company = await server.NewCompanyAsync();
        await SqlServerBench.AdministerAsync(company.Database, "UPDATE dbo.CompanyIdentity SET SchemaVersion = 999");
        server.Get<SqlServerConnectionFactory>().Forget(company.Id);
        Assert.Equal(BindingOutcome.SchemaOutOfRange, await server.RefusalAsync(company));
    }

    [SqlServerFact]
    public async Task A_physical_connection_is_asked_once_whose_it_is()
    {
        var company = await server.NewCompanyAsync();
        server.Get<SqlServerConnectionFactory>().Forget(company.Id);
        using var commands = new SqlCommands(company.Database);
        var physical = new HashSet<Guid>();
        for (var open = 0; open < 10; open++)
        {
            await using var connection = (SqlConnection)await server.Engine.OpenCompanyAsync(company, CancellationToken.None);
            physical.Add(connection.ClientConnectionId);
        }

        Assert.DoesNotContain(Guid.Empty, physical);
        Assert.Single(physical);
        Assert.Equal([SqlServerStatements.Stamp], commands.Texts);
    }

    [Fact]
    public void The_empty_id_is_never_a_known_connection()
    {
        var target = new SqlServerTarget(new SqlServerTargetKey(default, "s", "d", LoginSlot.A), "Data Source=x");
        target.Remember(Guid.Empty, new SqlServerStamp(default, 1));
        Assert.Null(target.Find(Guid.Empty));
    }

    [Fact]
    public void What_is_remembered_of_connections_has_a_bound()
    {
        var target = new SqlServerTarget(new SqlServerTargetKey(default, "s", "d", LoginSlot.A), "Data Source=x");
        for (var connection = 0; connection < 3 * SqlServerTarget.MostRemembered; connection++)
        {
            target.Remember(Guid.NewGuid(), new SqlServerStamp(default, 1));
        }

        Assert.InRange(target.Remembered, 1, SqlServerTarget.MostRemembered);
    }

    [SqlServerFact]
    public async Task A_dropped_database_is_unavailable_and_is_served_again_when_it_is_back()
    {
        var company = await server.NewCompanyAsync();
        await server.LoginAsync(company);
        server.Get<SqlServerConnectionFactory>().Forget(company.Id);
        await SqlServerBench.AdministerAsync("master", SqlServerStatements.DropDatabase(company.Database));

        Assert.Equal(BindingOutcome.DatabaseUnavailable, await server.RefusalAsync(company));
        await server.Engine.CreateCompanyDatabaseAsync(company, CancellationToken.None);
        Assert.Equal(server.Options.RuntimeLogin(company.Id, LoginSlot.A), await server.LoginAsync(company));
    }

    [SqlServerFact]
    public async Task A_renamed_database_is_unavailable_and_is_served_again_under_its_old_name()
    {
        var company = await server.NewCompanyAsync();
        await RenameAsync(company.Id, company.Database, company.Database + "x");
        Assert.Equal(BindingOutcome.DatabaseUnavailable, await server.RefusalAsync(company));
        await RenameAsync(company.Id, company.Database + "x", company.Database);
        await server.LoginAsync(company);
    }

    [SqlServerFact]
    public async Task Two_databases_that_swapped_their_names_serve_nothing()
    {
        var (first, second) = (await server.NewCompanyAsync(), await server.NewCompanyAsync());
        await RenameAsync(first.Id, first.Database, first.Database + "x");
        await RenameAsync(second.Id, second.Database, first.Database);
        await RenameAsync(first.Id, first.Database + "x", second.Database);

        Assert.Equal(BindingOutcome.DatabaseUnavailable, await server.RefusalAsync(first));
        Assert.Equal(BindingOutcome.DatabaseUnavailable, await server.RefusalAsync(second));
    }

    [SqlServerFact]
    public async Task A_catalog_row_that_names_another_companys_database_opens_nothing()
    {
        var company = await server.NewCompanyAsync();
        await server.ChangeAsync(company.Id, row => row.Database = server.Entry(server.Bench.B).Database);
        Assert.Equal(BindingOutcome.DatabaseUnavailable, await server.RefusalAsync(server.Entry(company.Id)));
        await server.ChangeAsync(company.Id, row => row.Database = company.Database);
        await server.LoginAsync(server.Entry(company.Id));
    }

    [SqlServerTheory]
    [InlineData("")]
    [InlineData("x;User ID=sa")]
    [InlineData("a\0b")]
    public async Task A_catalog_row_that_names_no_possible_database_opens_nothing(string database)
    {
        var company = await server.NewCompanyAsync();
        Assert.Equal(BindingOutcome.DatabaseUnavailable, await server.RefusalAsync(company with { Database = database }));
    }

    [SqlServerFact]
    public async Task A_server_that_the_catalog_does_not_know_opens_nothing()
    {
        var company = await server.NewCompanyAsync();
        Assert.Equal(BindingOutcome.DatabaseUnavailable, await server.RefusalAsync(company with { Server = "elsewhere" }));
    }

    [SqlServerFact]
    public async Task A_disabled_login_is_unavailable_and_serves_again_when_it_is_enabled()
    {
        var company = await server.NewCompanyAsync();
        var login = server.Options.RuntimeLogin(company.Id, LoginSlot.A);
        server.Get<SqlServerConnectionFactory>().Forget(company.Id);
        await SqlServerBench.AdministerAsync("master", SqlServerStatements.DisableLogin(login));
        Assert.Equal(BindingOutcome.DatabaseUnavailable, await server.RefusalAsync(company));
        await SqlServerBench.AdministerAsync("master", SqlServerStatements.EnableLogin(login));
        Assert.Equal(login, await server.LoginAsync(company));
    }

    [SqlServerFact]
    public async Task A_password_that_was_replaced_in_the_vault_is_read_again()
    {
        var company = await server.NewCompanyAsync();
        var password = SqlServerPassword.New();
        await SqlServerBench.AdministerAsync(
            "master",
            SqlServerStatements.SetPassword(server.Options.RuntimeLogin(company.Id, LoginSlot.A), password)
        );
        await server.Get<ICredentialVault>().WriteAsync(SecretName.RuntimeLogin(company.Id, LoginSlot.A), password, default);
        server.Get<SqlServerConnectionFactory>().Forget(company.Id);
        await server.LoginAsync(company);
    }

    [SqlServerFact]
    public async Task Without_a_secret_in_the_vault_a_company_is_unavailable()
    {
        var company = await server.NewCompanyAsync();
        await server.Get<ICredentialVault>().RemoveAsync(SecretName.RuntimeLogin(company.Id, LoginSlot.A), default);
        server.Get<SqlServerConnectionFactory>().Forget(company.Id);
        Assert.Equal(BindingOutcome.DatabaseUnavailable, await server.RefusalAsync(company));
    }

    [SqlServerFact]
    public async Task A_context_that_was_bound_before_a_rotation_uses_the_new_login()
    {
        var frozen = await server.NewCompanyAsync();
        var other = server.Options.RuntimeLogin(frozen.Id, LoginSlot.B);
        await SqlServerBench.AdministerAsync("master", SqlServerStatements.EnableLogin(other));
        await server.ChangeAsync(frozen.Id, row => row.Login = LoginSlot.B);
        Assert.Equal(LoginSlot.A, frozen.Login);
        Assert.Equal(other, await server.LoginAsync(frozen));
    }

    [SqlServerFact]
    public async Task Who_waits_more_than_two_seconds_for_another_process_to_write_is_told_busy()
    {
        var company = await server.NewCompanyAsync();
        await using var one = await server.Engine.OpenCompanyAsync(company, default);
        await using var two = await server.Engine.OpenCompanyAsync(company, default);
        await using (await server.Engine.BeginWriteAsync(one, default))
        {
            var refused = await Assert.ThrowsAsync<BindingRefusedException>(async () => await server.Engine.BeginWriteAsync(two, default));
            Assert.Equal(BindingOutcome.Busy, refused.Outcome);
        }

        await using var free = await server.Engine.BeginWriteAsync(two, default);
    }

    [SqlServerFact]
    public async Task A_read_sees_one_moment_and_holds_off_no_writer()
    {
        var company = await server.NewCompanyAsync();
        await using var reader = await server.Engine.OpenCompanyAsync(company, default);
        await using var writer = await server.Engine.OpenCompanyAsync(company, default);
        await using var reading = await server.Engine.BeginReadAsync(reader, default);
        Assert.Equal(0, await CountAsync());
        await using (var writing = await server.Engine.BeginWriteAsync(writer, default))
        {
            await writer.ExecuteAsync("INSERT INTO dbo.NumberSeries (Name, Next) VALUES ('x', 1)", transaction: writing);
            await writing.CommitAsync();
        }

        Assert.Equal(0, await CountAsync());

        Task<long> CountAsync() => reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM dbo.NumberSeries", transaction: reading);
    }

    private static Task StampAsync(CatalogEntry company, string states) =>
        SqlServerBench.AdministerAsync(
            company.Database,
            "DISABLE TRIGGER ALL ON dbo.CompanyIdentity",
            $"UPDATE dbo.CompanyIdentity SET CompanyId = {SqlServerLiteral.Quote(states)}",
            "ENABLE TRIGGER ALL ON dbo.CompanyIdentity"
        );

    /// <summary>Renames it as soon as nobody is in, who may have come since by the host's own background work.</summary>
    private Task RenameAsync(CompanyId company, string from, string to) =>
        Eventually.TrueAsync(
            async () =>
            {
                server.Get<SqlServerConnectionFactory>().Forget(company);
                await using var master = await SqlServerInstallation.OpenAsync("master");
                return await SqlServerInstallation.DoneUnlessInUseAsync(
                    master,
                    $"ALTER DATABASE {SqlServerIdentifier.Quote(from)} MODIFY NAME = {SqlServerIdentifier.Quote(to)}"
                );
            },
            TimeSpan.FromSeconds(60)
        );
}
