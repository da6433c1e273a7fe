using Metiva.Domain.Accounts;
using Metiva.Domain.Invoices;
using Metiva.Domain.Projects;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Search;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>A company's database as an SQLite file.</summary>
public sealed class SqliteCompanyContext(DbContextOptions<SqliteCompanyContext> options) : CompanyContext(options)
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // SQLite sorts by bytes unless told otherwise, which puts "de Vries" after "Zwart". Names sort as on other engines.
        modelBuilder.Entity<Account>().Property(account => account.Name).UseCollation("NOCASE");
        modelBuilder.Entity<Contact>().Property(contact => contact.Name).UseCollation("NOCASE");
        modelBuilder.Entity<Invoice>().Property(invoice => invoice.CustomerName).UseCollation("NOCASE");
        modelBuilder.Entity<Project>().Property(project => project.Name).UseCollation("NOCASE");

        // The full-text index takes texts apart by itself.
        modelBuilder.Entity<SearchEntry>().Ignore(entry => entry.Words);
    }
}
