using System.Data.Common;
using System.Security.Claims;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Lifecycle;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Metiva.Tests.Support;

/// <summary>
/// A whole tenancy on real files: a control plane, the agency, two client companies A and B, and at each of them one person with a
/// live session for every role. A test binds a scope as any of them, through the real binder.
/// </summary>
/// <remarks>
/// Started again on the same directory it finds everything as it was left, so a child process can share it. As a class fixture it
/// starts by itself with the defaults.
/// </remarks>
public sealed class TenancyBench : IAsyncDisposable, IAsyncLifetime
{
    private const string Issuer = "https://issuer.example/v2.0";
    private readonly bool keepsFiles;
    private readonly SqlServerInstallation? installation;
    private IHost host = null!;

    /// <summary>For xunit; other callers use <see cref="StartAsync"/>.</summary>
    public TenancyBench()
        : this(null, TestServer.IsDefault) { }

    private TenancyBench(string? directory, bool onSqlServer)
    {
        keepsFiles = directory is not null;
        DataDirectory = directory ?? Directory.CreateTempSubdirectory("metiva-bench-").FullName;
        installation = onSqlServer ? SqlServerInstallation.In(DataDirectory) : null;
    }

    /// <summary>The agency, "Bureau Bench".</summary>
    public CompanyId Agency { get; } = new(Guid.Parse("0a0a0a0a-0000-4000-8000-000000000000"));

    /// <summary>A client company, "Alfa B.V.".</summary>
    public CompanyId A { get; } = new(Guid.Parse("aaaaaaaa-0000-4000-8000-000000000000"));

    /// <summary>Another client company, "Beta B.V.".</summary>
    public CompanyId B { get; } = new(Guid.Parse("bbbbbbbb-0000-4000-8000-000000000000"));

    /// <summary>Where the files are.</summary>
    public string DataDirectory { get; }

    /// <summary>Whether its databases are on SQL Server rather than in files.</summary>
    public bool IsOnSqlServer => installation is not null;

    /// <summary>The host's own services; use <see cref="As(Role, CompanyId)"/> for anything that needs a company.</summary>
    public IServiceProvider Services => host.Services;

    /// <summary>Starts it.</summary>
    /// <param name="services">More services, or others in the place of Tenancy's own.</param>
    /// <param name="settings">Settings such as <c>Tenancy:WriteWait</c>, over the bench's own.</param>
    /// <param name="dataDirectory">
    /// A directory that outlives the bench; by default a temporary one that does not. On SQL Server the databases outlive the bench
    /// just like it: <see cref="SqlServerInstallation.DropAsync(string)"/> takes them away.
    /// </param>
    /// <param name="onSqlServer">
    /// Which engine; by default the one that the directory was made with, or that <see cref="TestServer.EngineVariable"/> names.
    /// </param>
    public static async Task<TenancyBench> StartAsync(
        Action<IServiceCollection>? services = null,
        Dictionary<string, string?>? settings = null,
        string? dataDirectory = null,
        bool? onSqlServer = null
    )
    {
        var bench = new TenancyBench(dataDirectory, onSqlServer ?? SqlServerInstallation.IsMeantFor(dataDirectory));
        await bench.StartHostAsync(services, settings);
        return bench;
    }

    /// <summary>A person with this one role at that company.</summary>
    public BenchPerson Person(Role role, CompanyId company) =>
        new(
            new PersonId(Numbered(company, 0x100 + (int)role)),
            new SessionId(Numbered(company, 0x200 + (int)role)),
            company,
            $"{role} of {NameOf(company)}"
        );

    /// <summary>A scope bound as the person with this one role at that company.</summary>
    public BenchScope As(Role role, CompanyId company) => As(Person(role, company));

    /// <summary>A scope bound as that person.</summary>
    /// <exception cref="BindingRefusedException">The binder refused.</exception>
    public BenchScope As(BenchPerson person, bool viewAsClient = false)
    {
        var bound = Services.GetRequiredService<Binder>().Bind(person.Principal(viewAsClient));
        if (bound.Outcome != BindingOutcome.Bound)
        {
            throw new BindingRefusedException(bound.Outcome);
        }

        var scope = Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Freeze(bound);
        return new BenchScope(scope);
    }

    /// <summary>Adds a person with these roles at a company, with a live session there.</summary>
    public async Task<BenchPerson> AddPersonAsync(string name, CompanyId company, params Role[] roles)
    {
        var person = new BenchPerson(new PersonId(Guid.NewGuid()), new SessionId(Guid.NewGuid()), company, name);
        await WriteAsync(control => Add(control, person, RoleSet.Of(roles)));
        return person;
    }

    /// <summary>Makes an existing person a member of one more company, with a live session there.</summary>
    public async Task<BenchPerson> AddMembershipAsync(BenchPerson person, CompanyId company, params Role[] roles)
    {
        var there = person with { Session = new SessionId(Guid.NewGuid()), Company = company };
        await WriteAsync(control => AddMembership(control, there, RoleSet.Of(roles)));
        return there;
    }

    /// <summary>Changes the control plane as the host would.</summary>
    public async Task WriteAsync(Action<ControlPlaneContext> change)
    {
        var result = await Services
            .GetRequiredService<ControlPlaneDatabase>()
            .WriteAsync<bool>(
                (control, _) =>
                {
                    change(control);
                    return Task.FromResult<Metiva.Domain.Shared.Result<bool>>(true);
                },
                CancellationToken.None
            );
        Assert.True(result.Ok);
    }

    /// <summary>Opens a company's database beside the host, as whoever owns the machine or the server.</summary>
    public async Task<DbConnection> OpenBesideAsync(CompanyId company)
    {
        var database = Services.GetRequiredService<Snapshots>().Catalog.Find(company)!.Database;
        if (installation is not null)
        {
            return await SqlServerInstallation.OpenAsync(database);
        }

        var file = Path.Combine(DataDirectory, "companies", database, "company.db");
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Stops the host and, unless the directory was given, deletes the files and databases.</summary>
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        TemporaryFiles.ReleasePools(DataDirectory);
        if (!keepsFiles)
        {
            await (installation?.DropAsync() ?? Task.CompletedTask);
            Directory.Delete(DataDirectory, recursive: true);
        }
    }

    Task IAsyncLifetime.InitializeAsync() => StartHostAsync(null, null);

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    private static void Add(ControlPlaneContext control, BenchPerson person, RoleSet roles)
    {
        control.People.Add(
            new PersonRow
            {
                Id = person.Id,
                Issuer = Issuer,
                Subject = person.Id.ToString(),
                Name = person.Name,
                CreatedAt = DateTimeOffset.UnixEpoch,
            }
        );
        AddMembership(control, person, roles);
    }

    private static void AddMembership(ControlPlaneContext control, BenchPerson person, RoleSet roles)
    {
        var now = TimeProvider.System.GetUtcNow();
        control.Memberships.Add(
            new MembershipRow
            {
                PersonId = person.Id,
                CompanyId = person.Company,
                Roles = roles,
                CreatedAt = now,
            }
        );
        control.Sessions.Add(
            new SessionRow
            {
                Id = person.Session,
                PersonId = person.Id,
                CompanyId = person.Company,
                Issuer = Issuer,
                AuthTime = now,
                CreatedAt = now,
                LastSeenAt = now,
                ExpiresAt = now.AddHours(8),
            }
        );
    }

    private static Guid Numbered(CompanyId company, int number)
    {
        var bytes = company.Value.ToByteArray(bigEndian: true);
        bytes[14] = (byte)(number >> 8);
        bytes[15] = (byte)number;
        return new Guid(bytes, bigEndian: true);
    }

    private string NameOf(CompanyId company) =>
        company == Agency ? "Bureau Bench"
        : company == A ? "Alfa B.V."
        : "Beta B.V.";

    private async Task StartHostAsync(Action<IServiceCollection>? services, Dictionary<string, string?>? settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = DataDirectory });
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Tenancy:DataDirectory"] = DataDirectory,
                // A crowded machine must not look like a control plane that went away.
                ["Tenancy:MaxSnapshotAgeForCommandsMilliseconds"] = "60000",
                ["Tenancy:MaxSnapshotAgeForReadsMilliseconds"] = "60000",
                ["Tenancy:WriteWait"] = "00:00:30",
                // Work is done when a test says so (DueWork), unless it asks for a process that does it by itself.
                ["Tenancy:Work:AtOnce"] = "0",
                [TestMasterKey.Setting] = TestMasterKey.Value,
            }
        );
        builder.Configuration.AddInMemoryCollection(installation?.Settings() ?? []);
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Services.AddMetrics();
        builder.Services.AddTenancy(builder.Configuration);
        builder.Services.AddLocalization();
        builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(DataDirectory, "key-ring")));
        if (installation is not null)
        {
            builder.Services.AddSingleton<ICredentialVault>(new TestVault(DataDirectory));
        }

        services?.Invoke(builder.Services);
        host = builder.Build();
        await host.StartAsync();
        await FurnishAsync();
    }

    private async Task FurnishAsync()
    {
        var provisioner = Services.GetRequiredService<CompanyProvisioner>();
        foreach (var company in new[] { Agency, A, B })
        {
            var kind = company == Agency ? CompanyKind.Agency : CompanyKind.Client;
            await provisioner.ProvisionAsync(company, NameOf(company), kind, "bench", CancellationToken.None);
        }

        var known = await Services
            .GetRequiredService<ControlPlaneDatabase>()
            .ReadAsync((control, token) => control.People.AnyAsync(token), CancellationToken.None);
        if (known)
        {
            return;
        }

        await WriteAsync(control =>
        {
            foreach (var company in new[] { Agency, A, B })
            {
                foreach (var role in Enum.GetValues<Role>().Where(role => company != Agency || role != Role.Client))
                {
                    Add(control, Person(role, company), RoleSet.Of(role));
                }
            }
        });
    }
}

/// <summary>A person with a live session at one company.</summary>
public sealed record BenchPerson(PersonId Id, SessionId Session, CompanyId Company, string Name)
{
    /// <summary>What the sign-in cookie of that session carries.</summary>
    public ClaimsPrincipal Principal(bool viewAsClient = false)
    {
        List<Claim> claims =
        [
            new(ClaimNames.Person, Id.ToString()),
            new(ClaimNames.Session, Session.ToString()),
            new(ClaimNames.Company, Company.ToString()),
            new(ClaimNames.Name, Name),
        ];
        if (viewAsClient)
        {
            claims.Add(new Claim(ClaimNames.ViewAs, "client"));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, ClaimNames.Scheme, ClaimNames.Name, roleType: null));
    }
}

/// <summary>A bound scope, as a request or circuit has one.</summary>
public sealed class BenchScope(IServiceScope scope) : IDisposable
{
    /// <summary>Who is bound, and where.</summary>
    public TenantContext Tenant => Get<TenantScope>().Context;

    /// <summary>The scope's services.</summary>
    public IServiceProvider Services => scope.ServiceProvider;

    /// <summary>A service; one that is not registered is made from those that are.</summary>
    public T Get<T>()
        where T : class => Services.GetService<T>() ?? ActivatorUtilities.CreateInstance<T>(Services);

    /// <inheritdoc/>
    public void Dispose() => scope.Dispose();
}
