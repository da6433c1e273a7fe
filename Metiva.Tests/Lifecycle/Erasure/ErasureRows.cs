using System.Security.Cryptography;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Engines;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Lifecycle.Erasure;

/// <summary>A company's rows in the registry, in every table that can have one.</summary>
internal static class ErasureRows
{
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
    public static IEnumerable<(IEntityType Row, string Column)> CompanyColumns(ControlPlaneContext context) =>
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
}
