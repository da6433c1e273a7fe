using Metiva.Domain.Accounts;
using Metiva.Domain.Companies;
using Metiva.Domain.Contracts;
using Metiva.Domain.Invoices;
using Metiva.Domain.Projects;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Settings;
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

    /// <summary>Attempts at that work: its run history.</summary>
    public DbSet<WorkRunRecord> WorkRuns => Set<WorkRunRecord>();

    /// <summary>The company's settings, a row for each group that was ever changed.</summary>
    public DbSet<Setting> Settings => Set<Setting>();

    /// <summary>What the settings were at each version.</summary>
    public DbSet<SettingChange> SettingChanges => Set<SettingChange>();

    /// <summary>Whose personal values stand in the audit log.</summary>
    public DbSet<AuditSubject> AuditSubjects => Set<AuditSubject>();

    /// <summary>Those values, encrypted.</summary>
    public DbSet<AuditValue> AuditValues => Set<AuditValue>();

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        await AuditProtection.ProtectAsync(this, cancellationToken);
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It would save an audit record; that takes the asynchronous way.</exception>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        AuditProtection.Waiting(this).Count == 0
            ? base.SaveChanges(acceptAllChangesOnSuccess)
            : throw new InvalidOperationException("Audit records are saved by SaveChangesAsync, which encrypts their personal values.");

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
        SettingsModel.Configure(modelBuilder);
    }
}
