using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tests.Lifecycle.Moves;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Lifecycle.Erasure;

/// <summary>An erasure that stops anywhere is gone on with, and until then its company is nobody's.</summary>
public sealed class ErasureStopTests
{
    private static readonly CompanyId Gamma = ProvisioningTests.ProvisionedByChild;

    public static TheoryData<string> Steps => ["closing", "key", "files", "database", "secrets", "registry"];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Broken_off_after_any_step_it_is_finished_by_the_next_look_of_a_host(string last)
    {
        var dies = true;
        await using var bench = await ErasureBench.StartAsync(step =>
            dies && step == last ? throw new StoppedException() : Task.CompletedTask
        );
        await bench.UploadAsync(bench.A, "van A");
        await bench.UploadAsync(bench.B, "van B");
        var (database, before) = (bench.EntryOf(bench.A).Database, await bench.WholeAsync(bench.B));
        await bench.SuspendAsync(bench.A);
        await Assert.ThrowsAsync<StoppedException>(() => bench.EraseAsync(bench.A));
        dies = false;
        if (last != "registry")
        {
            var row = (await bench.RowAsync(bench.A))!;
            Assert.Equal((CompanyState.Closing, ErasureBench.Reason), (row.State, row.StateReason));
            var refused = Assert.Throws<BindingRefusedException>(() => bench.As(Owner, bench.A));
            Assert.Equal(BindingOutcome.CompanyClosing, refused.Outcome);

            // Somebody who has just asked for it is most likely still at it.
            await bench.GoOnAsync(TimeSpan.FromHours(1));
            Assert.NotNull(await bench.RowAsync(bench.A));
        }

        await bench.GoOnAsync();
        await bench.AssertGoneAsync(bench.A, database);
        Assert.Equal(before, await bench.WholeAsync(bench.B));
    }

    [Fact]
    public async Task Given_again_the_command_goes_on()
    {
        var dies = true;
        await using var bench = await ErasureBench.StartAsync(step =>
            dies && step == "files" ? throw new StoppedException() : Task.CompletedTask
        );
        var database = bench.EntryOf(bench.A).Database;
        await bench.SuspendAsync(bench.A);
        await Assert.ThrowsAsync<StoppedException>(() => bench.EraseAsync(bench.A));
        dies = false;
        Assert.IsType<ErasureNamesAnother>((await bench.EraseAsync(bench.A, "Beta B.V.")).Error);
        Assert.True((await bench.EraseAsync(bench.A)).Value.Rows > 0);
        await bench.AssertGoneAsync(bench.A, database);
        Assert.IsType<NoSuchCompany>((await bench.EraseAsync(bench.A)).Error);
        Assert.Equal(1, await bench.ReadAsync(context => context.ControlAudit.CountAsync(row => row.Action == "companies.erase")));
    }

    [Theory]
    [InlineData("closing")]
    [InlineData("key")]
    [InlineData("database")]
    [InlineData("registry")]
    public async Task Killed_after_a_step_it_is_finished_by_the_next_start(string step)
    {
        var directory = Directory.CreateTempSubdirectory("metiva-erase-").FullName;
        string database;
        await using (var before = await ErasureBench.StartAsync(directory: directory))
        {
            await before
                .Services.GetRequiredService<CompanyProvisioner>()
                .ProvisionAsync(Gamma, "Gamma B.V.", CompanyKind.Client, "bench", default);
            await before.AddPersonAsync("Eigenaar", Gamma, Owner);
            await before.SuspendAsync(Gamma);
            database = before.EntryOf(Gamma).Database;
        }

        Assert.False(await MembershipChild.LivesAsync(directory, "erase", step));
        await using (var again = await ErasureBench.StartAsync(directory: directory))
        {
            await Eventually.TrueAsync(async () => await again.RowAsync(Gamma) is null, TimeSpan.FromMinutes(1));
            await again.AssertGoneAsync(Gamma, database);
            using var other = again.As(Owner, again.B);
        }

        await SqlServerInstallation.DropAsync(directory);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Without_an_answer_of_the_vault_it_stays_closing_and_is_finished_later()
    {
        var directory = Directory.CreateTempSubdirectory("metiva-vault-").FullName;
        var vault = new MuteVault(new TestVault(directory));
        await using (var bench = await ErasureBench.StartAsync(more: services => services.AddSingleton<ICredentialVault>(vault)))
        {
            await bench.UploadAsync(bench.A, "van A");
            var database = bench.EntryOf(bench.A).Database;
            await bench.SuspendAsync(bench.A);
            vault.IsMute = true;
            var stopped = Assert.IsType<ErasureBrokenOff>((await bench.EraseAsync(bench.A)).Error);
            Assert.Equal(("closing", "vault-unavailable"), (stopped.After, stopped.Trouble));
            await bench.GoOnAsync();
            Assert.Equal(CompanyState.Closing, (await bench.RowAsync(bench.A))!.State);
            Assert.NotEmpty(Directory.GetFiles(bench.FilesOf(bench.A), "*", SearchOption.AllDirectories));
            vault.IsMute = false;
            await bench.GoOnAsync();
            await bench.AssertGoneAsync(bench.A, database);
        }

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task A_row_that_says_Closing_without_anybody_s_order_is_left_alone()
    {
        await using var bench = await ErasureBench.StartAsync();
        await bench.WriteAsync(context => context.Companies.Single(row => row.Id == bench.A).State = CompanyState.Closing);
        await bench.GoOnAsync();
        Assert.Equal(CompanyState.Closing, bench.Services.GetRequiredService<Snapshots>().Catalog.Find(bench.A)?.State);
        await using var there = await bench.OpenBesideAsync(bench.A);
    }

    private sealed class StoppedException : Exception;

    private sealed class MuteVault(ICredentialVault inner) : ICredentialVault
    {
        public bool IsMute { get; set; }

        private ICredentialVault Inner => IsMute ? throw new VaultUnavailableException("The vault is mute.") : inner;

        public Task<string?> ReadAsync(SecretName name, CancellationToken cancellationToken) => Inner.ReadAsync(name, cancellationToken);

        public Task WriteAsync(SecretName name, string secret, CancellationToken cancellationToken) =>
            Inner.WriteAsync(name, secret, cancellationToken);

        public Task RemoveAsync(SecretName name, CancellationToken cancellationToken) => Inner.RemoveAsync(name, cancellationToken);

        public Task ForgetAsync(CompanyId company, CancellationToken cancellationToken) => Inner.ForgetAsync(company, cancellationToken);
    }
}
