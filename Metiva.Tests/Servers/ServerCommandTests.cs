using Metiva.Domain.Plans;
using Metiva.Domain.Servers;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tenancy.Servers;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Servers;

/// <summary>Servers that are directories, so that nothing else is needed.</summary>
public sealed class ServerCommandTests : IAsyncLifetime
{
    private const string Secret = "Server=db1;User Id=sa;Password=heel-geheim-123";
    private readonly string place = ServerBench.Place();
    private TenancyBench bench = null!;

    public async Task InitializeAsync() => bench = await TenancyBench.StartAsync(onSqlServer: false);

    public async Task DisposeAsync()
    {
        await bench.DisposeAsync();
        Directory.Delete(place, recursive: true);
    }

    [Fact]
    public async Task A_server_is_registered_listed_checked_closed_and_opened()
    {
        await bench.RegisterAsync("tweede", place, "NL-Amsterdam");
        using var agency = bench.As(Admin, bench.Agency);
        var registry = agency.Get<ServerRegistry>();
        Assert.Equal(["bench", "tweede"], await Names(registry, new ServerFilter()));
        Assert.Equal(["bench"], await Names(registry, new ServerFilter(Sort: ServerSort.Companies, Descending: true, Take: 1)));
        Assert.Equal(["tweede"], await Names(registry, new ServerFilter(Search: "AMSTER")));
        Assert.Empty(await Names(registry, new ServerFilter(Condition: ServerCondition.Works)));

        var check = (await agency.Get<CheckServer>().Run(new("tweede"), default)).Value;
        Assert.Null(check.Trouble);
        Assert.StartsWith("3.", check.Version, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(place));
        Assert.Equal(["tweede"], await Names(registry, new ServerFilter(Condition: ServerCondition.Works)));

        Assert.True((await agency.Get<CloseServer>().Run(new("tweede"), default)).Ok);
        Assert.True((await agency.Get<CloseServer>().Run(new("tweede"), default)).Ok);
        Assert.Equal(ServerState.Closed, bench.Services.GetRequiredService<Snapshots>().Servers.Find("tweede")!.State);
        Assert.Equal(["tweede"], await Names(registry, new ServerFilter(State: ServerState.Closed)));
        Assert.True((await agency.Get<OpenServer>().Run(new("tweede"), default)).Ok);
        Assert.Equal(
            ["servers.register", "servers.close", "servers.open"],
            (await bench.ControlAuditAsync()).Select(line => line.Split(' ')[0])
        );
    }

    [Fact]
    public async Task A_server_whose_directory_went_away_or_became_open_to_others_says_so()
    {
        await bench.RegisterAsync("tweede", place);
        using var agency = bench.As(Owner, bench.Agency);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(place, File.GetUnixFileMode(place) | UnixFileMode.OtherRead);
            Assert.Equal(ServerTrouble.NotPrivate, (await agency.Get<CheckServer>().Run(new("tweede"), default)).Value.Trouble);
        }

        Directory.Delete(place);
        Assert.Equal(ServerTrouble.Unreachable, (await agency.Get<CheckServer>().Run(new("tweede"), default)).Value.Trouble);
        Assert.Equal(nameof(ServerTrouble.Unreachable), (await bench.ServerAsync("tweede")).Trouble);
        Directory.CreateDirectory(place);
    }

    [Fact]
    public async Task An_address_that_is_no_place_of_its_own_is_refused()
    {
        using var agency = bench.As(Owner, bench.Agency);
        var inside = Path.Combine(bench.DataDirectory, "companies");
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["relative"] = "absolute",
            [place + "/../" + Path.GetFileName(place)] = "absolute",
            [place + "/"] = "absolute",
            [place + "-none"] = "missing",
            [bench.DataDirectory] = "inside",
            [inside] = "inside",
            [Path.GetDirectoryName(bench.DataDirectory)!] = "inside",
        };
        if (!OperatingSystem.IsWindows())
        {
            addresses[Directory.CreateSymbolicLink(place + "-link", inside).FullName] = "link";
            addresses[Directory.CreateDirectory(place + "-open", (UnixFileMode)0b111_101_101).FullName] = "private";
        }

        foreach (var (address, reason) in addresses)
        {
            var error = (await agency.Get<RegisterServer>().Run(new("x", "NL", address), default)).Error;
            Assert.Equal((address, new ServerAddressRefused(reason)), (address, error));
        }

        Directory.Delete(place + "-link");
        Directory.Delete(place + "-open");
    }

    [Fact]
    public async Task Names_and_addresses_are_given_once_and_regions_outside_the_eu_have_to_be_said()
    {
        await bench.RegisterAsync("tweede", place);
        using var agency = bench.As(Owner, bench.Agency);
        var register = agency.Get<RegisterServer>();
        Assert.IsType<ServerNameTaken>((await register.Run(new("TWEEDE", "NL", ""), default)).Error);
        Assert.IsType<ServerAddressTaken>((await register.Run(new("derde", "NL", place), default)).Error);
        Assert.IsType<ServerAddressTaken>((await register.Run(new("derde", "NL", null), default)).Error);
        Assert.Equal(new InvalidField("name", "required"), (await register.Run(new(" ", "NL", place), default)).Error);
        Assert.Equal(new InvalidField("name", "format"), (await register.Run(new("a\nb", "NL", place), default)).Error);

        var other = ServerBench.Place();
        Assert.IsType<RegionOutsideEu>((await register.Run(new("derde", "US", other), default)).Error);
        Assert.True((await register.Run(new("derde", "US", other, OutsideEu: true), default)).Ok);
        Assert.Contains("outside the EU", (await bench.ControlAuditAsync())[^1], StringComparison.Ordinal);
        Directory.Delete(other);
    }

    [Fact]
    public async Task A_server_in_use_keeps_its_address_and_region_and_a_lost_race_is_told()
    {
        using var agency = bench.As(Owner, bench.Agency);
        var change = agency.Get<ChangeServer>();
        var version = (await bench.ServerAsync("bench")).Version;
        Assert.IsType<ServerHoldsCompanies>((await change.Run(new("bench", version, "NL", ""), default)).Error);
        Assert.IsType<ServerHoldsCompanies>((await change.Run(new("bench", version, "local", place), default)).Error);

        await bench.RegisterAsync("tweede", place);
        Assert.True((await change.Run(new("tweede", 0, "DE", place), default)).Ok);
        Assert.IsType<ChangedMeanwhile>((await change.Run(new("tweede", 0, "FR", place), default)).Error);
        Assert.Equal("DE", (await bench.ServerAsync("tweede")).Region);
    }

    [Fact]
    public async Task The_administrator_s_connection_string_goes_to_the_vault_and_nowhere_else()
    {
        var vault = new Vault();
        var log = new LogLines();
        await using var with = await TenancyBench.StartAsync(services =>
        {
            services.AddSingleton<IServerEngine>(vault);
            services.AddLogging(logging => logging.AddProvider(log));
        });
        using var agency = with.As(Owner, with.Agency);
        var register = agency.Get<RegisterServer>();
        Assert.Equal(new InvalidField("administrator", "required"), (await register.Run(new("db1", "NL", "db1"), default)).Error);

        vault.Fails = true;
        Assert.IsType<ServerCredentialNotKept>((await register.Run(new("db1", "NL", "db1", Secret), default)).Error);
        var half = await with.ServerAsync("db1");
        Assert.Equal((ServerState.Closed, nameof(ServerTrouble.CredentialMissing)), (half.State, half.Trouble));

        // The name is taken now, and whoever takes it again does not get to replace its secret.
        vault.Fails = false;
        Assert.IsType<ServerNameTaken>((await register.Run(new("db1", "NL", "elsewhere", "other"), default)).Error);
        Assert.Empty(vault.Kept);
        Assert.True((await agency.Get<ChangeServer>().Run(new("db1", half.Version, "NL", "db1", Secret), default)).Ok);
        Assert.Equal(Secret, vault.Kept["db1"]);

        Assert.DoesNotContain("geheim", string.Join('\n', await with.ControlAuditAsync()), StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", string.Join('\n', log.Lines), StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", new RegisterServer.Command("n", "r", "a", Secret).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", new ChangeServer.Command("n", 0, "r", "a", Secret).ToString(), StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(with.DataDirectory, "*", SearchOption.AllDirectories))
        {
            await using var read = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var text = new StreamReader(read, System.Text.Encoding.Latin1);
            Assert.DoesNotContain("geheim", await text.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_changed_plan_stands_in_both_audits_and_dedicated_needs_the_server_alone()
    {
        using var agency = bench.As(Owner, bench.Agency);
        var change = agency.Get<ChangePlan>();
        Assert.IsType<ServerHoldsOthers>((await change.Run(new(bench.A, Plan.Standard, Plan.Dedicated), default)).Error);
        Assert.IsType<ChangedMeanwhile>((await change.Run(new(bench.A, Plan.Plus, Plan.Standard), default)).Error);
        Assert.Equal(Plan.Plus, (await change.Run(new(bench.A, Plan.Standard, Plan.Plus), default)).Value);

        Assert.Equal(Plan.Plus, bench.Services.GetRequiredService<Snapshots>().Catalog.Find(bench.A)!.Plan);
        Assert.Equal(["companies.plan Plan changed from Standard to Plus by the agency"], await bench.AuditAsync(bench.A));
        Assert.Empty(await bench.AuditAsync(bench.B));
        Assert.Equal(Plan.Standard, bench.Services.GetRequiredService<Snapshots>().Catalog.Find(bench.B)!.Plan);
        Assert.StartsWith("companies.plan Owner of Bureau Bench", (await bench.ControlAuditAsync())[^1], StringComparison.Ordinal);
    }

    private static async Task<List<string>> Names(ServerRegistry registry, ServerFilter filter) =>
        [.. (await registry.ListAsync(filter, CancellationToken.None)).Value.Rows.Select(row => row.Name)];

    /// <summary>An engine whose servers have an administrator, for what the commands do with the secret.</summary>
    private sealed class Vault : IServerEngine
    {
        public Dictionary<string, string> Kept { get; } = new(StringComparer.Ordinal);

        public bool Fails { get; set; }

        public bool HasAdministrator => true;

        public Error? CheckAddress(string address) => null;

        public Error? CheckAdministrator(string connectionString) => null;

        public Task KeepAdministratorAsync(string server, string address, string connectionString, CancellationToken cancellationToken)
        {
            Kept[server] = Fails ? throw new VaultUnavailableException("It does not answer.") : connectionString;
            return Task.CompletedTask;
        }

        public Task<ServerAnswer> AskAsync(ServerEntry server, CancellationToken cancellationToken) =>
            Task.FromResult(new ServerAnswer(ServerTrouble.SignInRefused));
    }
}
