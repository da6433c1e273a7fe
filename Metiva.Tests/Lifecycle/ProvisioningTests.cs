using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Domain.Servers;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tests.Memberships;
using Metiva.Tests.Servers;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Lifecycle;

/// <summary>Companies in files; those on SQL Server have tests of their own.</summary>
public sealed class ProvisioningTests : IAsyncLifetime
{
    private readonly string place = ServerBench.Place();
    private TenancyBench bench = null!;

    private CompanyProvisioner Provisioner => bench.Services.GetRequiredService<CompanyProvisioner>();

    public async Task InitializeAsync() => bench = await TenancyBench.StartAsync(onSqlServer: false);

    public async Task DisposeAsync()
    {
        TemporaryFiles.ReleasePools(place);
        await bench.DisposeAsync();
        Directory.Delete(place, recursive: true);
    }

    [Fact]
    public async Task A_company_s_files_stand_where_its_server_is()
    {
        await bench.RegisterAsync("tweede", place);
        var made = (await Provisioner.ProvisionAsync(New("Gamma", "tweede"), default)).Value;
        Assert.Equal((CompanyState.Active, "tweede"), (made.State, made.Server));
        Assert.True(File.Exists(Path.Combine(place, "companies", made.Database, "company.db")));
        Assert.False(Directory.Exists(Path.Combine(bench.DataDirectory, "companies", made.Database)));
        await using var connection = await bench.Services.GetRequiredService<IDatabaseEngine>().OpenCompanyAsync(made, default);
    }

    [Fact]
    public async Task A_server_that_is_unknown_closed_dedicated_or_outside_the_eu_gets_no_company()
    {
        await bench.RegisterAsync("tweede", place, "US");
        Assert.IsType<ServerUnknown>(await RefusalAsync(New("Gamma", "geen")));
        Assert.IsType<RegionOutsideEu>(await RefusalAsync(New("Gamma", "tweede")));
        Assert.IsType<ServerHoldsOthers>(await RefusalAsync(New("Gamma", "bench") with { Plan = Plan.Dedicated }));
        var alone = New("Gamma", "tweede") with { Plan = Plan.Dedicated, OutsideEu = true };
        Assert.True((await Provisioner.ProvisionAsync(alone, default)).Ok);
        Assert.IsType<ServerIsDedicated>(await RefusalAsync(New("Delta", "tweede") with { OutsideEu = true }));
        await bench.WriteAsync(context => context.Servers.Single(row => row.Name == "bench").State = ServerState.Closed);
        Assert.IsType<ServerClosed>(await RefusalAsync(New("Delta", "bench")));
        Assert.Equal(4, await bench.ReadAsync(context => context.Companies.CountAsync()));
    }

    [Fact]
    public async Task Of_many_who_want_one_server_for_themselves_at_once_one_gets_it()
    {
        await bench.RegisterAsync("tweede", place);
        var asked = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(number => New($"Bedrijf {number}", "tweede") with { Plan = number % 2 == 0 ? Plan.Dedicated : Plan.Standard })
                .Select(company => Provisioner.ProvisionAsync(company, default))
        );
        var made = asked.Where(result => result.Ok).Select(result => result.Value).ToList();
        Assert.NotEmpty(made);
        Assert.True(made.Count == 1 || made.TrueForAll(company => company.Plan != Plan.Dedicated));
        Assert.Equal(made.Count, Directory.GetDirectories(Path.Combine(place, "companies")).Length);
    }

    [Fact]
    public async Task A_hundred_at_once_are_made_once_each_and_whole()
    {
        var wanted = Enumerable.Range(0, 50).Select(number => New($"Bedrijf {number}", "bench")).ToList();
        var made = await Task.WhenAll(
            wanted.Concat(wanted).Select(company => Task.Run(() => Provisioner.ProvisionAsync(company, default)))
        );
        Assert.All(made, result => Assert.Equal(CompanyState.Active, result.Value.State));
        var rows = await bench.ReadAsync(context => context.Companies.ToListAsync());
        Assert.Equal(53, rows.Count);
        Assert.All(rows, row => Assert.Equal(CompanyState.Active, row.State));
        Assert.Equal(53, Directory.GetFiles(bench.DataDirectory, "company.db", SearchOption.AllDirectories).Length);
        var engine = bench.Services.GetRequiredService<IDatabaseEngine>();
        foreach (var row in wanted)
        {
            var entry = bench.Services.GetRequiredService<Snapshots>().Catalog.Find(row.Id)!;
            await using var connection = await engine.OpenCompanyAsync(entry, default);
            await using var data = engine.CreateCompanyContext(connection);
            Assert.Equal(
                (row.Id, CompanyContext.CurrentSchemaVersion),
                await data.Identity.Select(stamp => ValueTuple.Create(stamp.CompanyId, stamp.SchemaVersion)).SingleAsync()
            );
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_killed_process_left_of_a_file_is_finished_or_removed(bool isInPlace)
    {
        var company = New("Gamma", "bench");
        var dying = new CompanyProvisioner(
            bench.Services.GetRequiredService<ControlPlaneDatabase>(),
            bench.Services.GetRequiredService<IDatabaseEngine>(),
            bench.Services.GetRequiredService<Snapshots>(),
            TimeProvider.System
        )
        {
            AfterStep = step => throw new InvalidDataException(step),
        };
        await Assert.ThrowsAsync<InvalidDataException>(() => dying.ProvisionAsync(company, default));
        var directory = Directory.CreateDirectory(Path.Combine(bench.DataDirectory, "companies", company.Id.ToString())).FullName;
        var half = Path.Combine(directory, "company.db.1234.making");
        await File.WriteAllBytesAsync(half, new byte[5_000]);
        if (isInPlace)
        {
            // Everything but the stamp.
            var file = $"Data Source={Path.Combine(directory, "company.db")};Pooling=False";
            await using var unstamped = new SqliteCompanyContext(
                new DbContextOptionsBuilder<SqliteCompanyContext>().UseSqlite(file).Options
            );
            await unstamped.Database.MigrateAsync();
        }

        var made = (await Provisioner.ProvisionAsync(company, default)).Value;
        Assert.Equal(CompanyState.Active, made.State);
        Assert.False(File.Exists(half));
        await using var connection = await bench.Services.GetRequiredService<IDatabaseEngine>().OpenCompanyAsync(made, default);
    }

    [Theory]
    [InlineData("registered")]
    [InlineData("created")]
    [InlineData("activated")]
    public async Task Killed_after_any_step_it_is_finished_by_the_next_start(string step)
    {
        var directory = Directory.CreateTempSubdirectory("metiva-provision-").FullName;
        await using (await TenancyBench.StartAsync(dataDirectory: directory, onSqlServer: false))
        {
            // The bench's own companies are there before the child starts.
        }

        Assert.False(await MembershipChild.LivesAsync(directory, "provision", step));
        await using (var again = await TenancyBench.StartAsync(dataDirectory: directory))
        {
            var entry = again.Services.GetRequiredService<Snapshots>().Catalog.Find(ProvisionedByChild)!;
            Assert.Equal(CompanyState.Active, entry.State);
            await using var connection = await again.Services.GetRequiredService<IDatabaseEngine>().OpenCompanyAsync(entry, default);
        }

        Directory.Delete(directory, recursive: true);
    }

    /// <summary>The company that the child process makes.</summary>
    public static CompanyId ProvisionedByChild { get; } = new(Guid.Parse("cccccccc-0000-4000-8000-000000000000"));

    private static NewCompany New(string name, string server) => new(new CompanyId(Guid.NewGuid()), name, CompanyKind.Client, server);

    private async Task<Error?> RefusalAsync(NewCompany company) => (await Provisioner.ProvisionAsync(company, default)).Error;
}
