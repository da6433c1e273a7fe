using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Credentials.Rotation;
using Metiva.Tenancy.Engines;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Metiva.Tests.Credentials.Rotation;

/// <summary>A bench whose companies have logins on a server that the test holds in its hand, and a clock of its own for the steps.</summary>
internal sealed class RotationBench : IAsyncDisposable
{
    private RotationBench(TenancyBench bench, FakeLogins logins) => (Tenancy, Logins) = (bench, logins);

    public TenancyBench Tenancy { get; }

    public FakeLogins Logins { get; }

    public ManualTime Time { get; } = new(TimeProvider.System.GetUtcNow());

    public CompanyId A => Tenancy.A;

    public ICredentialVault Vault => Get<ICredentialVault>();

    public static async Task<RotationBench> StartAsync(
        string? directory = null,
        FakeLogins? logins = null,
        Dictionary<string, string?>? settings = null
    )
    {
        var fake = logins ?? new FakeLogins();
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Tenancy:CredentialMaxAge"] = "0",
            ["Tenancy:CredentialCheckInterval"] = "00:01:00",
            ["Tenancy:FeedIntervalMilliseconds"] = "50",
        };
        foreach (var (name, value) in settings ?? [])
        {
            all[name] = value;
        }

        var bench = await TenancyBench.StartAsync(
            services => services.AddSingleton<ICompanyLogins>(fake),
            all,
            dataDirectory: directory,
            onSqlServer: false
        );
        var rotations = new RotationBench(bench, fake);
        foreach (var company in new[] { bench.Agency, bench.A, bench.B })
        {
            await rotations.MakeLoginAsync(company);
        }

        return rotations;
    }

    /// <summary>The steps as one process takes them.</summary>
    public CredentialRotation Node(Func<string, Task>? afterStep = null, TimeSpan? lease = null)
    {
        var rows = new RotationRows(Get<ControlPlaneDatabase>(), Time);
        rows.Lease = lease ?? rows.Lease;
        return new CredentialRotation(
            rows,
            Get<ControlPlaneDatabase>(),
            Get<CompanyAuditWriter>(),
            Logins,
            Vault,
            Get<Snapshots>(),
            Get<TenancyOptions>(),
            Time,
            NullLogger<CredentialRotation>.Instance
        )
        {
            AfterStep = afterStep,
        };
    }

    /// <summary>A person of the agency asks.</summary>
    public async Task AskAsync(CompanyId company)
    {
        using var scope = Tenancy.As(Role.Admin, Tenancy.Agency);
        var asked = await scope.Get<RotateCredential>().Run(new(company), default);
        Xunit.Assert.Null(asked.Error);
    }

    /// <summary>Goes on until it is over, with all the time in the world.</summary>
    public async Task FinishAsync(CredentialRotation node, CompanyId company)
    {
        DateTimeOffset? held = null;
        for (var time = 0; time < 5 && await PendingAsync(company) is not null; time++)
        {
            held = (await node.AdvanceAsync(company, held, default)).Held;
            Time.Advance(TimeSpan.FromMinutes(5));
        }

        Xunit.Assert.Null(await PendingAsync(company));
    }

    public Task<CredentialRotationRow?> PendingAsync(CompanyId company) =>
        Tenancy.ReadAsync(context => context.CredentialRotations.SingleOrDefaultAsync(row => row.CompanyId == company));

    /// <summary>Whether whoever opens the company's database now, by registry and vault, is let in.</summary>
    public async Task<bool> IsServedAsync(CompanyId company)
    {
        var slot = await Tenancy.ReadAsync(context =>
            context.Companies.Where(row => row.Id == company).Select(row => row.Login).SingleAsync()
        );
        return Logins.CanSignIn(company, slot, await Vault.ReadAsync(SecretName.RuntimeLogin(company, slot), default));
    }

    /// <summary>What is left when it is over, passwords and moments aside.</summary>
    public async Task<string> StateAsync(CompanyId company)
    {
        var row = await Tenancy.ReadAsync(context => context.Companies.SingleAsync(row => row.Id == company));
        var control = await Tenancy.ReadAsync(context =>
            context
                .ControlAudit.Where(entry => entry.CompanyId == company && entry.Action.StartsWith("credentials."))
                .OrderBy(entry => entry.Sequence)
                .Select(entry => $"{entry.PersonName} {entry.Action}")
                .ToListAsync()
        );
        List<string> lines =
        [
            $"login {row.Login}, dated {row.CredentialAt is not null}, version {row.Version}",
            $"pending {await PendingAsync(company) is not null}",
            .. await Tenancy.AuditAsync(company),
            .. control,
        ];
        foreach (var slot in new[] { LoginSlot.A, LoginSlot.B })
        {
            var secret = await Vault.ReadAsync(SecretName.RuntimeLogin(company, slot), default);
            var login = Logins[company, slot];
            lines.Add($"{slot}: in vault {secret is not null}, works {Logins.CanSignIn(company, slot, secret)}, enabled {login.Enabled}");
        }

        return string.Join('\n', lines);
    }

    public ValueTask DisposeAsync() => Tenancy.DisposeAsync();

    public T Get<T>()
        where T : notnull => Tenancy.Services.GetRequiredService<T>();

    private async Task MakeLoginAsync(CompanyId company)
    {
        if (Logins[company, LoginSlot.A].Password is not null)
        {
            return;
        }

        var name = SecretName.RuntimeLogin(company, LoginSlot.A);
        var password = await Vault.ReadAsync(name, default) ?? Logins.NewPassword();
        await Vault.WriteAsync(name, password, default);
        (Logins[company, LoginSlot.A].Password, Logins[company, LoginSlot.A].Enabled) = (password, true);
    }
}
