using Dapper;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing.Chain;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Auditing.Chain;

/// <summary>Writing into logs as people do, and changing them as only whoever owns the machine can.</summary>
internal static class AuditLogTampering
{
    private static readonly string[] FileTriggers =
    [
        "AuditRecords_Update",
        "AuditRecords_Delete",
        "AuditRecords_Replace",
        "AuditSubjects_Update",
        "AuditSubjects_Delete",
        "AuditValues_Update",
        "AuditValues_Delete",
        "AuditSeals_Update",
        "AuditSeals_Delete",
        "AuditSeals_Replace",
    ];

    private static readonly string[] ServerTriggers =
    [
        "AuditRecords_Change",
        "AuditSeals_Change",
        "AuditSubjects_Change",
        "AuditValues_Change",
    ];

    /// <summary>Writes records as the company's Owner, each in a command of its own.</summary>
    public static async Task WriteAsync(this TenancyBench bench, CompanyId company, params string[] summaries)
    {
        using var owner = bench.As(Metiva.Domain.Access.Role.Owner, company);
        foreach (var summary in summaries)
        {
            var written = await owner
                .Get<CompanyDatabase>()
                .WriteAsync<bool>(
                    (write, _) =>
                    {
                        write.Audit("test.written", "Test", "1", summary, before: null, new { summary });
                        return Task.FromResult<Result<bool>>(true);
                    },
                    default
                );
            Assert.True(written.Ok);
        }
    }

    /// <summary>Takes away what guards the log, and does this to it.</summary>
    public static async Task TamperAsync(this TenancyBench bench, CompanyId company, string sql, object? parameters = null)
    {
        await using var connection = await bench.OpenBesideAsync(company);
        foreach (var trigger in bench.IsOnSqlServer ? ServerTriggers : FileTriggers)
        {
            await connection.ExecuteAsync($"DROP TRIGGER IF EXISTS {trigger}");
        }

        await connection.ExecuteAsync(sql, parameters);
    }

    /// <summary>Makes every seal anew, as somebody would who knows how it is done.</summary>
    public static async Task SealAnewAsync(this TenancyBench bench, CompanyId company)
    {
        await bench.TamperAsync(company, "DELETE FROM AuditSeals");
        await bench.WriteAsync(company, "One more");
    }

    public static Task<List<long>> PlacesAsync(this TenancyBench bench, CompanyId company) =>
        bench.QueryAsync<long>(company, "SELECT Sequence FROM AuditRecords ORDER BY Sequence");

    public static async Task<List<T>> QueryAsync<T>(this TenancyBench bench, CompanyId company, string sql)
    {
        await using var connection = await bench.OpenBesideAsync(company);
        return (await connection.QueryAsync<T>(sql)).AsList();
    }

    public static async Task<AuditVerdict> VerifyAsync(this TenancyBench bench, CompanyId company) =>
        (await bench.Services.GetRequiredService<AuditLogs>().VerifyAsync(company, default))!;

    /// <summary>Anchors the company's log, as the host does every minute. Returns whether its log allowed it.</summary>
    public static async Task<bool> AnchorAsync(this TenancyBench bench, CompanyId company)
    {
        await bench.Services.GetRequiredService<AuditSignature>().EnsureAsync(default);
        var entry = bench.Services.GetRequiredService<Snapshots>().Catalog.Find(company)!;
        return (await bench.Services.GetRequiredService<AuditAnchors>().MoveForwardAsync([entry], default))
            is { Denied.Count: 0, Failed.Count: 0 };
    }
}
