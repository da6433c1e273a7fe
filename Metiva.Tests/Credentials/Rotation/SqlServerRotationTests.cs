using System.Collections.Concurrent;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Credentials.Rotation;
using Metiva.Tenancy.Engines;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Credentials.Rotation;

/// <summary>Rotations on a real server, under load.</summary>
public sealed class SqlServerRotationTests
{
    [SqlServerFact]
    public async Task A_rotation_under_load_fails_no_request_and_ends_with_the_old_login_dead()
    {
        await using var bench = await TenancyBench.StartAsync(
            settings: new()
            {
                ["Tenancy:CredentialMaxAge"] = "0",
                ["Tenancy:CredentialCheckInterval"] = "00:00:00.200",
                ["Tenancy:MaxSnapshotAgeForReadsMilliseconds"] = "5000",
                ["Tenancy:MaxSnapshotAgeForCommandsMilliseconds"] = "5000",
                ["Tenancy:StatementTimeout"] = "00:00:10",
            },
            onSqlServer: true
        );
        var vault = bench.Services.GetRequiredService<ICredentialVault>();
        var logins = bench.Services.GetRequiredService<ICompanyLogins>();
        var old = await vault.ReadAsync(SecretName.RuntimeLogin(bench.A, LoginSlot.A), default);
        Assert.True(await logins.CanSignInAsync(Entry(), LoginSlot.A, old!, default));

        using var over = new CancellationTokenSource();
        var failures = new ConcurrentQueue<Exception>();
        var served = 0;
        var written = 0;
        var load = Enumerable.Range(0, 6).Select(number => Task.Run(() => WorkAsync(number < 4 ? ReadAsync : WriteAsync))).ToList();
        await Eventually.TrueAsync(() => Volatile.Read(ref served) > 20, TimeSpan.FromSeconds(60));

        foreach (var expected in new[] { LoginSlot.B, LoginSlot.A })
        {
            using var agency = bench.As(Role.Owner, bench.Agency);
            Assert.Null((await agency.Get<RotateCredential>().Run(new(bench.A), default)).Error);
            await Eventually.TrueAsync(
                async () => await bench.ReadAsync(context => context.CredentialRotations.CountAsync()) == 0,
                TimeSpan.FromSeconds(90)
            );
            Assert.Equal(expected, Entry().Login);
        }

        var before = Volatile.Read(ref served);
        await Eventually.TrueAsync(() => Volatile.Read(ref served) > before + 20, TimeSpan.FromSeconds(30));
        await over.CancelAsync();
        await Task.WhenAll(load);
        Assert.Empty(failures);
        Assert.True(written > 20, $"{written} written");
        Assert.Equal(written, (await bench.AuditAsync(bench.A)).Count(line => line.StartsWith("load.write", StringComparison.Ordinal)));

        // Both slots were replaced: neither the first password nor the idle login gets in.
        Assert.False(await logins.CanSignInAsync(Entry(), LoginSlot.A, old!, default));
        Assert.Null(await vault.ReadAsync(SecretName.RuntimeLogin(bench.A, LoginSlot.B), default));
        Assert.Equal(0, await logins.CountSessionsAsync(Entry(), LoginSlot.B, default));
        Assert.Equal(4, (await bench.AuditAsync(bench.A)).Count(line => line.StartsWith("credentials.", StringComparison.Ordinal)));
        Assert.DoesNotContain(await bench.AuditAsync(bench.B), line => line.StartsWith("credentials.", StringComparison.Ordinal));

        CatalogEntry Entry() => bench.Services.GetRequiredService<Snapshots>().Catalog.Find(bench.A)!;

        async Task WorkAsync(Func<CompanyDatabase, Task> work)
        {
            using var scope = bench.As(Role.Owner, bench.A);
            while (!over.IsCancellationRequested)
            {
                try
                {
                    await work(scope.Get<CompanyDatabase>());
                    Interlocked.Increment(ref served);
                }
                catch (Exception exception)
                {
                    failures.Enqueue(exception);
                    return;
                }
            }
        }

        static Task ReadAsync(CompanyDatabase database) =>
            database.ReadAsync(
                async (connection, token) =>
                    await connection.QuerySingleAsync<int>(
                        new CommandDefinition("SELECT COUNT(*) FROM AuditRecords", cancellationToken: token)
                    ),
                default
            );

        async Task WriteAsync(CompanyDatabase database)
        {
            var result = await database.WriteAsync<bool>(
                (write, _) =>
                {
                    write.Audit("load.write", "Load", "1", "Written while the password was replaced");
                    return Task.FromResult<Result<bool>>(true);
                },
                default
            );
            Assert.True(result.Ok, result.Error?.Message);
            Interlocked.Increment(ref written);
        }
    }

    [SqlServerFact]
    public async Task A_login_does_what_the_steps_rely_on()
    {
        await using var bench = await TenancyBench.StartAsync(settings: new() { ["Tenancy:CredentialMaxAge"] = "0" }, onSqlServer: true);
        var logins = bench.Services.GetRequiredService<ICompanyLogins>();
        var entry = bench.Services.GetRequiredService<Snapshots>().Catalog.Find(bench.A)!;
        var password = logins.NewPassword();
        Assert.False(await logins.CanSignInAsync(entry, LoginSlot.B, password, default));
        await logins.SetPasswordAndEnableAsync(entry, LoginSlot.B, password, default);
        await logins.SetPasswordAndEnableAsync(entry, LoginSlot.B, password, default);
        Assert.True(await logins.CanSignInAsync(entry, LoginSlot.B, password, default));
        Assert.False(await logins.CanSignInAsync(entry, LoginSlot.B, password + "x", default));

        // A session that is open while the login is switched off goes on until it is ended.
        var factory = bench.Services.GetRequiredService<Metiva.Tenancy.Engines.SqlServer.SqlServerConnectionFactory>();
        var options = bench.Services.GetRequiredService<Metiva.Tenancy.Engines.SqlServer.SqlServerOptions>();
        await using var open = await factory.OpenLoginAsync(
            entry.Server,
            entry.Database,
            options.RuntimeLogin(entry.Id, LoginSlot.B),
            password,
            default
        );
        await logins.DisableAsync(entry, LoginSlot.B, default);
        await logins.DisableAsync(entry, LoginSlot.B, default);
        Assert.False(await logins.CanSignInAsync(entry, LoginSlot.B, password, default));
        Assert.Equal(1, await logins.CountSessionsAsync(entry, LoginSlot.B, default));
        Assert.Equal(1, await logins.EndSessionsAsync(entry, LoginSlot.B, default));
        await Eventually.TrueAsync(async () => await logins.CountSessionsAsync(entry, LoginSlot.B, default) == 0, TimeSpan.FromSeconds(20));
        await Assert.ThrowsAnyAsync<Exception>(() => open.ExecuteScalarAsync<int>("SELECT 1"));
    }
}
