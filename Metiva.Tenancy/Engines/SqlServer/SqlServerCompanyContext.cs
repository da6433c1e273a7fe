using Metiva.Domain.Invoices;
using Metiva.Tenancy.CompanyData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>A company's database on SQL Server.</summary>
public sealed class SqlServerCompanyContext(DbContextOptions<SqlServerCompanyContext> options) : CompanyContext(options)
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        SqlServerCollations.Apply(modelBuilder);

        // Actions are searched for by what somebody types.
        modelBuilder.Entity<AuditRecord>().Property(record => record.Action).UseCollation(SqlServerCollations.People);

        // A statement with an OUTPUT clause is refused where a trigger stands; told of one, EF Core does without.
        modelBuilder.Entity<AuditRecord>().ToTable(table => table.HasTrigger("AuditRecords_Change"));
        modelBuilder.Entity<AuditSeal>().ToTable(table => table.HasTrigger("AuditSeals_Change"));
        modelBuilder.Entity<AuditSubject>().ToTable(table => table.HasTrigger("AuditSubjects_Change"));
        modelBuilder.Entity<AuditValue>().ToTable(table => table.HasTrigger("AuditValues_Change"));
        modelBuilder.Entity<CompanyIdentity>().ToTable(table => table.HasTrigger("CompanyIdentity_Change"));
        modelBuilder.Entity<Invoice>().ToTable(table => table.HasTrigger("Invoices_Issued_Change"));
        modelBuilder.Entity<InvoiceLine>().ToTable(table => table.HasTrigger("InvoiceLines_Issued_Change"));
        modelBuilder.Entity<VatTotal>().ToTable(table => table.HasTrigger("InvoiceVatTotals_Issued_Change"));
        modelBuilder.Entity<InvoiceEvent>().ToTable(table => table.HasTrigger("InvoiceEvents_Issued_Change"));
        modelBuilder.Entity<NumberSeries>().ToTable(table => table.HasTrigger("NumberSeries_Back"));
    }
}

/// <summary>Lets the migration tools build the model; it opens no database.</summary>
internal sealed class SqlServerCompanyContextFactory : IDesignTimeDbContextFactory<SqlServerCompanyContext>
{
    public SqlServerCompanyContext CreateDbContext(string[] args) => SqlServerContexts.CompanyModel();
}
