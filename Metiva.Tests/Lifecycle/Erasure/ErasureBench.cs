using System.Security.Cryptography;
using System.Text;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
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
