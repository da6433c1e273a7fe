using System.Security.Cryptography;
using System.Text;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Domain.Plans;
using Metiva.Domain.Shared;
using Metiva.Tenancy;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.Copying;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tests.Lifecycle.Moves;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Metiva.Tests.Lifecycle.Erasure;

/// <summary>A bench whose erasures wait for nobody, and what the tests of erasing ask about it.</summary>
internal static class ErasureBench
{
    public const string Reason = "Overeenkomst beëindigd";
    public const string NameOfA = "Alfa B.V.";

    /// <summary>Starts a bench that tells of every step of an erasure.</summary>
    public static Task<TenancyBench> StartAsync(
        Func<string, Task>? afterStep = null,
        string? directory = null,
        Action<IServiceCollection>? more = null
    ) =>
        TenancyBench.StartAsync(
            services =>
            {
                services.AddErasures(afterStep);
                more?.Invoke(services);
            },
            dataDirectory: directory
        );

    public static void AddErasures(this IServiceCollection services, Func<string, Task>? afterStep) =>
        services.AddSingleton(provider => new CompanyEraser(
            provider.GetRequiredService<ErasureRegistry>(),
            provider.GetRequiredService<IDatabaseEngine>(),
            provider.GetRequiredService<ICompanyCopy>(),
            provider.GetRequiredService<CompanyFileErasure>(),
            provider.GetRequiredService<ICredentialVault>(),
            provider.GetRequiredService<TenancyOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<CompanyEraser>>()
        )
        {
            AfterStep = afterStep,
            Hearing = TimeSpan.Zero,
        });

    public static async Task SuspendAsync(this TenancyBench bench, CompanyId company)
    {
        using var agency = bench.As(Role.Owner, bench.Agency);
        Assert.True((await agency.Get<SuspendCompany>().Run(new(company, "Opgezegd"), CancellationToken.None)).Ok);
    }

    public static Task<Result<ErasedCompany>> EraseAsync(this TenancyBench bench, CompanyId company, string name = NameOfA) =>
        bench
            .Services.GetRequiredService<CompanyOperations>()
            .EraseAsync(new(company, name, Reason), static _ => { }, CancellationToken.None);

    /// <summary>One look of the host's own service at what was broken off.</summary>
    public static Task GoOnAsync(this TenancyBench bench, TimeSpan grace = default) =>
        ActivatorUtilities.CreateInstance<UnfinishedCompaniesService>(bench.Services).EraseAsync(grace, CancellationToken.None);

    public static Task<CompanyRow?> RowAsync(this TenancyBench bench, CompanyId company) =>
        bench.ReadAsync(context => context.Companies.SingleOrDefaultAsync(row => row.Id == company));

    public static string FilesOf(this TenancyBench bench, CompanyId company) =>
        Path.Combine(bench.DataDirectory, "files", company.ToString());

    public static async Task<Guid> UploadAsync(this TenancyBench bench, CompanyId company, string text)
    {
        using var scope = bench.As(Role.Owner, company);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return (await scope.Get<UploadFile>().Run(new("brief.txt", null, content, null, InPortal: false), default)).Value;
    }

    /// <summary>How many rows of each table of the registry name the company.</summary>
    public static async Task<Dictionary<string, long>> RegistryOfAsync(this TenancyBench bench, CompanyId company)
    {
        var engine = bench.Services.GetRequiredService<IDatabaseEngine>();
        await using var connection = await engine.OpenControlPlaneAsync(fresh: true, CancellationToken.None);
        await using var context = engine.CreateControlPlaneContext(connection);
        Dictionary<string, long> counts = [];
        foreach (var (row, column) in CompanyColumns(context))
        {
            var sql = $"SELECT COUNT(*) FROM \"{row.GetTableName()}\" WHERE \"{column}\" = @company";
            counts[row.GetTableName()!] = await connection.ExecuteScalarAsync<long>(sql, new { company });
        }

        return counts;
    }

    /// <summary>Every table of the registry that names a company, and the column that does.</summary>
    public static IEnumerable<(Microsoft.EntityFrameworkCore.Metadata.IEntityType Row, string Column)> CompanyColumns(
        ControlPlaneContext context
    ) =>
        from row in context.Model.GetEntityTypes()
        from property in row.GetProperties()
        where property.ClrType == typeof(CompanyId) || property.ClrType == typeof(CompanyId?)
        select (row, property.GetColumnName());

    /// <summary>Puts a row of the company into every table of the registry that it can have one in while it stands still.</summary>
    public static Task FillRegistryAsync(this TenancyBench bench, CompanyId company)
    {
        var now = TimeProvider.System.GetUtcNow();
        var owner = bench.Person(Role.Owner, company).Id;
        return bench.WriteAsync(context =>
        {
            context.Add(
                new InvitationRow
                {
                    Id = Guid.NewGuid(),
                    CompanyId = company,
                    Email = "gast@voorbeeld.example",
                    Roles = RoleSet.Of(Role.Sales),
                    SecretHash = Convert.ToHexStringLower(SHA256.HashData(company.Value.ToByteArray())),
                    InvitedBy = owner,
                    CreatedAt = now,
                    ExpiresAt = now.AddDays(7),
                }
            );
            context.Add(
                new CompanyChoiceRow
                {
                    PersonId = owner,
                    CompanyId = company,
                    ExpiresAt = now.AddMinutes(2),
                }
            );
            context.Add(
                new CompanyFeatureRow
                {
                    CompanyId = company,
                    Name = "audit.export",
                    IsOn = true,
                    ChangedAt = now,
                }
            );
            context.Add(
                new UsageCounterRow
                {
                    CompanyId = company,
                    Month = 202601,
                    Resource = UsageResource.ApiCalls,
                    Used = 7,
                    ChangedAt = now,
                }
            );
            context.Add(
                new UsageWarningRow
                {
                    Id = Guid.NewGuid(),
                    CompanyId = company,
                    Resource = UsageResource.ApiCalls,
                    Month = 202601,
                    Threshold = 80,
                    At = now,
                    ToldAt = now,
                }
            );
        });
    }

    /// <summary>Puts in what a company has only while something is under way; an erasure waits for it.</summary>
    public static Task AddUnderWayAsync(this TenancyBench bench, CompanyId company, Type kind)
    {
        var now = TimeProvider.System.GetUtcNow();
        var owner = bench.Person(Role.Owner, company).Id;
        object row = kind.Name switch
        {
            nameof(CompanyMoveRow) => new CompanyMoveRow
            {
                CompanyId = company,
                Id = Guid.NewGuid(),
                FromServer = "bench",
                FromDatabase = "a",
                ToServer = "elders",
                ToDatabase = "b",
                Step = MoveStep.Requested,
                Reason = "Meer ruimte",
                RequestedBy = owner,
                RequestedByName = "Iemand",
                CreatedAt = now,

                // Somebody works on it, as far as this bench can tell.
                StepAt = now.AddHours(1),
            },
            nameof(CredentialRotationRow) => new CredentialRotationRow
            {
                CompanyId = company,
                Id = Guid.NewGuid(),
                From = LoginSlot.A,
                Step = RotationStep.Requested,
                RequestedByName = "Iemand",
                CreatedAt = now,
                StepAt = now.AddHours(1),
            },
            nameof(MembershipChangeRow) => new MembershipChangeRow
            {
                Id = Guid.NewGuid(),
                CompanyId = company,
                PersonId = owner,
                Before = RoleSet.Of(Role.Owner),
                Roles = RoleSet.Of(Role.Owner, Role.Sales),
                RequestedBy = owner,
                CreatedAt = now.AddHours(1),
            },
            _ => new CompanyStateChangeRow
            {
                Id = Guid.NewGuid(),
                CompanyId = company,
                State = CompanyState.Active,
                Reason = "Toch niet",
                RequestedBy = owner,
                RequestedByName = "Iemand",
                CreatedAt = now.AddHours(1),
            },
        };
        return bench.WriteAsync(context => context.Add(row));
    }

    public static IReadOnlyList<Type> UnderWay { get; } =
    [typeof(CompanyMoveRow), typeof(CredentialRotationRow), typeof(MembershipChangeRow), typeof(CompanyStateChangeRow)];

    /// <summary>That nothing of the company is left but the registry's own history.</summary>
    public static async Task AssertGoneAsync(this TenancyBench bench, CompanyId company, string database)
    {
        Assert.Equal(["ControlAudit"], (await bench.RegistryOfAsync(company)).Where(table => table.Value > 0).Select(table => table.Key));
        var vault = bench.Services.GetRequiredService<ICredentialVault>();
        foreach (var name in SecretName.AllOf(company))
        {
            Assert.Null(await vault.ReadAsync(name, CancellationToken.None));
        }

        Assert.False(Directory.Exists(bench.FilesOf(company)));
        if (bench.IsOnSqlServer)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => SqlServerInstallation.OpenAsync(database));
        }
        else
        {
            Assert.False(Directory.Exists(Path.Combine(bench.DataDirectory, "companies", database)));
        }
    }

    /// <summary>All that there is of a company, to compare with what there is of it later.</summary>
    public static async Task<string> WholeAsync(this TenancyBench bench, CompanyId company)
    {
        var vault = bench.Services.GetRequiredService<ICredentialVault>();
        var secrets = await Task.WhenAll(SecretName.AllOf(company).Select(name => vault.ReadAsync(name, CancellationToken.None)));
        var files = Directory
            .EnumerateFiles(bench.FilesOf(company), "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}");
        var registry = (await bench.RegistryOfAsync(company)).Select(table => $"{table.Key} {table.Value}");
        return string.Join('\n', [await bench.ContentAsync(company), .. secrets, .. files, .. registry]);
    }
}
