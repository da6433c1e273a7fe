using System.Security.Cryptography;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tests.Auditing.Chain;
using Metiva.Tests.Lifecycle.Moves;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Lifecycle.Erasure;

/// <summary>Company A is erased beside company B.</summary>
public sealed class CompanyErasureTests : IAsyncLifetime
{
    private TenancyBench bench = null!;
    private Func<string, Task> afterStep = static _ => Task.CompletedTask;

    public static TheoryData<string> Unfinished => [.. ErasureRows.UnderWay.Select(kind => kind.Name)];

    public async Task InitializeAsync() => bench = await ErasureBench.StartAsync(step => afterStep(step));

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task Everything_of_it_goes_and_the_other_company_stays_as_it_was()
    {
        await using var second = await TenancyBench.StartAsync(dataDirectory: bench.DataDirectory);
        await bench.UploadAsync(bench.A, "van A");
        await bench.UploadAsync(bench.B, "van B");
        await bench.FillRegistryAsync(bench.A);
        await bench.FillRegistryAsync(bench.B);
        await bench.AnchorAsync(bench.A);
        await bench.AnchorAsync(bench.B);
        var database = bench.EntryOf(bench.A).Database;
        var before = await bench.WholeAsync(bench.B);

        // On its way at the moment of closing: it is forgotten as well.
        afterStep = async step =>
        {
            if (step == "closing")
            {
                foreach (var kind in ErasureRows.UnderWay)
                {
                    await bench.AddUnderWayAsync(bench.A, kind);
                }

                Assert.All(await bench.RegistryOfAsync(bench.A), table => Assert.True(table.Value > 0, table.Key));
                Assert.Equal(BindingOutcome.CompanyClosing, RefusalOf(bench));
            }
        };
        using var live = bench.As(Role.Sales, bench.A);
        await bench.SuspendAsync(bench.A);
        var erased = await bench.EraseAsync(bench.A);
        Assert.Equal(database, erased.Value.Database);

        await bench.AssertGoneAsync(bench.A, database);
        Assert.Equal(before, await bench.WholeAsync(bench.B));
        Assert.Equal(BindingOutcome.CompanyUnknown, live.Tenant.Recheck(AccessKind.Read));
        Assert.Equal(BindingOutcome.CompanyUnknown, RefusalOf(bench));
        using var other = bench.As(Role.Sales, bench.B);
        await Eventually.TrueAsync(() => RefusalOf(second) == BindingOutcome.CompanyUnknown, TimeSpan.FromSeconds(10));
        var snapshots = second.Services.GetRequiredService<Snapshots>();
        Assert.Empty(snapshots.Memberships.At(bench.A));
        Assert.DoesNotContain(snapshots.Sessions.Entries, session => session.CompanyId == bench.A);
        var history = await bench.ReadAsync(context =>
            context.ControlAudit.Where(row => row.CompanyId == bench.A).OrderBy(row => row.Sequence).ToListAsync()
        );
        Assert.Equal(["companies.suspend", "companies.erase", "companies.erased"], history.Select(row => row.Action));
        Assert.Equal(("Command line", ErasureBench.Reason), (history[1].PersonName, history[1].Summary));
        Assert.Contains(database, history[2].Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_of_its_files_from_before_is_noise_also_for_a_new_company_of_the_same_id()
    {
        await bench.UploadAsync(bench.A, "geheim van A");
        var hash = Convert.ToHexStringLower(SHA256.HashData("geheim van A"u8));
        var vault = bench.Services.GetRequiredService<ICredentialVault>();
        var oldKey = Convert.FromBase64String((await vault.ReadAsync(SecretName.CompanyFiles(bench.A), default))!);
        var copy = Path.Combine(bench.DataDirectory, "copy");
        Copy(bench.FilesOf(bench.A), copy);
        using (var readable = new FileStore(copy, oldKey, bench.A))
        {
            // What the copy is worth as long as the key is there.
            await using var content = readable.Open(hash)!;
            using var reader = new StreamReader(content);
            Assert.Equal("geheim van A", await reader.ReadToEndAsync());
        }

        await bench.SuspendAsync(bench.A);
        Assert.True((await bench.EraseAsync(bench.A)).Ok);
        await bench
            .Services.GetRequiredService<CompanyProvisioner>()
            .ProvisionAsync(bench.A, "Alfa opnieuw", CompanyKind.Client, "bench", default);
        Copy(copy, bench.FilesOf(bench.A));
        Assert.Null(await bench.Services.GetRequiredService<CompanyFileStores>().FindAsync(bench.A, default));
        var store = await bench.Services.GetRequiredService<CompanyFileStores>().OpenAsync(bench.A, default);
        var newKey = Convert.FromBase64String((await vault.ReadAsync(SecretName.CompanyFiles(bench.A), default))!);
        Assert.NotEqual(oldKey, newKey);
        Assert.Null(store.Open(hash));
        using var keys = new CompanyFileKeys(newKey, bench.A);
        var contents = Directory.GetFiles(copy, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0).ToList();
        Assert.NotEmpty(contents);
        Assert.All(
            contents,
            file =>
            {
                var header = File.ReadAllBytes(file)[..CompanyFileKeys.HeaderSize];
                Assert.ThrowsAny<CryptographicException>(() => keys.Unwrap(header, Path.GetFileName(file)));
            }
        );
    }

    [Fact]
    public async Task What_is_not_meant_is_refused_and_changes_nothing()
    {
        await AssertRefusedAsync<ErasureNeedsSuspended>(new(bench.A, ErasureBench.NameOfA, ErasureBench.Reason), CompanyState.Active);
        await bench.SuspendAsync(bench.A);
        await AssertRefusedAsync<NoSuchCompany>(new(new CompanyId(Guid.NewGuid()), ErasureBench.NameOfA, ErasureBench.Reason));
        await AssertRefusedAsync<AgencyCannotBeErased>(new(bench.Agency, "Bureau Bench", ErasureBench.Reason));
        await AssertRefusedAsync<ErasureNamesAnother>(new(bench.A, "alfa b.v.", ErasureBench.Reason));
        await AssertRefusedAsync<ErasureNamesAnother>(new(bench.A, "Beta B.V.", ErasureBench.Reason));
        await AssertRefusedAsync<ErasureNamesAnother>(new(bench.A, null, ErasureBench.Reason));
        await AssertRefusedAsync<InvalidField>(new(bench.A, ErasureBench.NameOfA, "  "));
        await AssertRefusedAsync<InvalidField>(new(bench.A, ErasureBench.NameOfA, new string('x', CompanyStanding.ReasonLength + 1)));
    }

    [Theory]
    [MemberData(nameof(Unfinished))]
    public async Task What_is_under_way_there_ends_first(string kind)
    {
        await bench.SuspendAsync(bench.A);
        await bench.AddUnderWayAsync(bench.A, ErasureRows.UnderWay.Single(each => each.Name == kind));
        await AssertRefusedAsync<ErasureWaits>(new(bench.A, ErasureBench.NameOfA, ErasureBench.Reason));
    }

    [Fact]
    public async Task A_row_that_names_another_company_s_database_drops_nothing()
    {
        await bench.SuspendAsync(bench.A);
        var database = bench.EntryOf(bench.B).Database;
        await bench.WriteAsync(context => context.Companies.Single(row => row.Id == bench.A).Database = database);
        var stopped = Assert.IsType<ErasureBrokenOff>((await bench.EraseAsync(bench.A)).Error);
        Assert.Equal(("files", "unexpected"), (stopped.After, stopped.Trouble));
        Assert.NotEqual("", await bench.ContentAsync(bench.B));

        if (bench.IsOnSqlServer)
        {
            // There the name says whose it is.
            return;
        }

        // Nor does one that has it to itself, as long as the database says whose it is.
        await bench.WriteAsync(context => context.Companies.Single(row => row.Id == bench.B).Database = Guid.NewGuid().ToString());
        stopped = Assert.IsType<ErasureBrokenOff>((await bench.EraseAsync(bench.A)).Error);
        Assert.Equal(("files", nameof(BindingOutcome.DatabaseMismatch)), (stopped.After, stopped.Trouble));
        await bench.WriteAsync(context => context.Companies.Single(row => row.Id == bench.B).Database = database);
        Assert.NotEqual("", await bench.ContentAsync(bench.B));
    }

    [Fact]
    public async Task Several_at_once_do_no_harm()
    {
        await bench.UploadAsync(bench.A, "van A");
        await bench.UploadAsync(bench.B, "van B");
        var database = bench.EntryOf(bench.A).Database;
        var before = await bench.WholeAsync(bench.B);
        await bench.SuspendAsync(bench.A);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(EndAsync)));
        await bench.AssertGoneAsync(bench.A, database);
        Assert.Equal(before, await bench.WholeAsync(bench.B));
        Assert.Equal(1, await bench.ReadAsync(context => context.ControlAudit.CountAsync(row => row.Action == "companies.erased")));

        // Who comes last may find it gone already.
        async Task EndAsync()
        {
            var error = (await bench.EraseAsync(bench.A)).Error;
            Assert.True(error is null or NoSuchCompany, error?.Message);
        }
    }

    private static BindingOutcome RefusalOf(TenancyBench bench) =>
        bench.Services.GetRequiredService<Binder>().Bind(bench.Person(Role.Sales, bench.A).Principal()).Outcome;

    private async Task AssertRefusedAsync<TError>(ErasureOrder order, CompanyState state = CompanyState.Suspended)
        where TError : Error
    {
        var operations = bench.Services.GetRequiredService<CompanyOperations>();
        Assert.IsType<TError>((await operations.EraseAsync(order, _ => Assert.Fail("A step was done."), default)).Error);
        Assert.Equal(state, (await bench.RowAsync(bench.A))!.State);
        Assert.False(
            await bench.ReadAsync(context =>
                context.ControlAudit.AnyAsync(row => row.Action == "companies.erase" || row.Action == "companies.erased")
            )
        );
        await using var there = await bench.OpenBesideAsync(bench.A);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
