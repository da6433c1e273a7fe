using System.Text.RegularExpressions;
using Metiva.Domain.Access;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tenancy.Engines.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace Metiva.Tests.Architecture;

/// <summary>The control plane holds the registry and nothing else.</summary>
public sealed class RegistryTests
{
    private static readonly string[] Tables =
    [
        "AuditHeads",
        "ChangeCounters",
        "Changes",
        "Companies",
        "CompanyChoices",
        "CompanyFeatures",
        "CompanyMoves",
        "CompanyStateChanges",
        "ControlAudit",
        "CredentialRotations",
        "Invitations",
        "Leases",
        "MembershipChanges",
        "Memberships",
        "People",
        "RecurringWork",
        "Servers",
        "Sessions",
        "UsageCounters",
        "UsageFlushes",
        "UsageWarnings",
    ];

    // The columns that could hold a business value by mistake, because they hold text that is neither a key nor a name of ours.
    private static readonly string[] FreeText =
    [
        "AuditHeads.Hash",
        "AuditHeads.Signature",
        "Companies.Name",
        "Companies.StateReason",
        "CompanyStateChanges.Reason",
        "CompanyStateChanges.RequestedByName",
        "ControlAudit.Action",
        "ControlAudit.PersonName",
        "ControlAudit.Summary",
        "Companies.Database",
        "Companies.Server",
        "CompanyFeatures.Name",
        "CompanyMoves.FromDatabase",
        "CompanyMoves.FromServer",
        "CompanyMoves.GivenUpByName",
        "CompanyMoves.Reason",
        "CompanyMoves.RequestedByName",
        "CompanyMoves.ToDatabase",
        "CompanyMoves.ToServer",
        "CompanyMoves.Trouble",
        "CredentialRotations.RequestedByName",
        "CredentialRotations.Trouble",
        "Invitations.Email",
        "Invitations.Language",
        "Invitations.SecretHash",
        "Leases.Name",
        "People.Email",
        "People.Issuer",
        "People.Language",
        "People.Name",
        "People.Subject",
        "People.Theme",
        "RecurringWork.Kind",
        "Servers.Address",
        "Servers.Engine",
        "Servers.Name",
        "Servers.Region",
        "Servers.Trouble",
        "Sessions.Address",
        "Sessions.EndReason",
        "Sessions.Issuer",
        "Sessions.Sid",
        "Sessions.UserAgent",
    ];

    [Fact]
    public void It_has_exactly_the_listed_tables() =>
        Assert.Equal(Tables, Columns().Select(column => column.Table.Name).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void None_of_its_columns_is_for_a_business_value()
    {
        // Roles before and after a change are the registry's own.
        Assert.DoesNotContain(
            Columns().Where(column => ModelTypeOf(column) != typeof(RoleSet)),
            column =>
                Regex.IsMatch(
                    column.Name,
                    "Amount|Price|(?<!Rows)Total|Vat|Iban|Invoice|Contract|Project|Contact|Before|After|OldValue|NewValue|Json|Payload|Body",
                    RegexOptions.None,
                    TimeSpan.FromSeconds(1)
                )
        );
        // Roles before and after a change are the registry's own.
        Assert.DoesNotContain(
            Columns().Where(column => ModelTypeOf(column) != typeof(RoleSet)),
            column => ModelTypeOf(column) == typeof(decimal) || ModelTypeOf(column).Name is "Money" or "Byte[]"
        );
    }

    [Fact]
    public void Text_that_could_hold_anything_is_listed_by_hand() =>
        Assert.Equal(
            FreeText.Order(StringComparer.Ordinal),
            Columns()
                .Where(column => ModelTypeOf(column) == typeof(string))
                .Select(column => $"{column.Table.Name}.{column.Name}")
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void The_newest_schema_version_is_the_number_of_migrations()
    {
        using var embedded = new SqliteCompanyContext(new DbContextOptionsBuilder<SqliteCompanyContext>().UseSqlite().Options);
        using var server = SqlServerContexts.CompanyModel();
        var migrations = (embedded.Database.GetMigrations().Count(), server.Database.GetMigrations().Count());
        Assert.Equal((SchemaVersions.Newest, SchemaVersions.Newest), migrations);
    }

    private static List<IColumn> Columns()
    {
        using var context = new SqliteControlPlaneContext(new DbContextOptionsBuilder<SqliteControlPlaneContext>().UseSqlite().Options);
        return [.. context.Model.GetRelationalModel().Tables.SelectMany(table => table.Columns)];
    }

    private static Type ModelTypeOf(IColumn column)
    {
        var type = column.PropertyMappings[0].Property.ClrType;
        return Nullable.GetUnderlyingType(type) ?? type;
    }
}
