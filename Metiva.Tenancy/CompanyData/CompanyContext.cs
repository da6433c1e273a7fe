using Metiva.Domain.Accounts;
using Metiva.Domain.Companies;
using Metiva.Domain.Contracts;
using Metiva.Domain.Invoices;
using Metiva.Domain.Projects;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Notifications;
using Metiva.Tenancy.Search;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.CompanyData;

/// <summary>One company's own database. Each engine derives its own, with its own migrations.</summary>
public abstract class CompanyContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>The schema version that this build's migrations lead to.</summary>
    public const int CurrentSchemaVersion = 3;

    /// <summary>Whose database this is: one row.</summary>
    public DbSet<CompanyIdentity> Identity => Set<CompanyIdentity>();

    /// <summary>How the company shows itself: one row.</summary>
    public DbSet<CompanyProfile> Profile => Set<CompanyProfile>();

    /// <summary>Accounts.</summary>
    public DbSet<Account> Accounts => Set<Account>();

    /// <summary>Contacts at accounts.</summary>
    public DbSet<Contact> Contacts => Set<Contact>();

    /// <summary>Invoices.</summary>
    public DbSet<Invoice> Invoices => Set<Invoice>();

    /// <summary>Series of invoice numbers.</summary>
    public DbSet<NumberSeries> NumberSeries => Set<NumberSeries>();

    /// <summary>Contracts.</summary>
    public DbSet<Contract> Contracts => Set<Contract>();

    /// <summary>Projects.</summary>
    public DbSet<Project> Projects => Set<Project>();

    /// <summary>The audit log: add to it only.</summary>
    public DbSet<AuditRecord> AuditRecords => Set<AuditRecord>();

    /// <summary>What ties the audit log together; written by whoever commits.</summary>
    public DbSet<AuditSeal> AuditSeals => Set<AuditSeal>();

    /// <summary>Work that is due: the company's outbox.</summary>
    public DbSet<WorkItem> WorkItems => Set<WorkItem>();

    /// <summary>What records are found by; kept by every save itself.</summary>
    public DbSet<SearchEntry> SearchEntries => Set<SearchEntry>();

    /// <summary>What people were told.</summary>
    public DbSet<Notification> Notifications => Set<Notification>();

    /// <summary>How people want to be told.</summary>
    public DbSet<NotificationPreference> NotificationPreferences => Set<NotificationPreference>();

    /// <summary>Not for a company's data: what is found has to be read before.</summary>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save with SaveChangesAsync: what can be searched is kept up to date with it.");

    /// <summary>Saves, and what can be searched with it. Gives how many rows were written, those of search aside.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var made = await SearchIndex.ApplyAsync(this, cancellationToken);
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken) - made;
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        PortableValues.Configure(configurationBuilder);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        CompanyModel.Configure(modelBuilder);
        AccountsModel.Configure(modelBuilder);
        InvoicesModel.Configure(modelBuilder);
        ContractsModel.Configure(modelBuilder);
        ProjectsModel.Configure(modelBuilder);
        WorkModel.Configure(modelBuilder);
        SearchModel.Configure(modelBuilder);
        NotificationsModel.Configure(modelBuilder);
    }
}
