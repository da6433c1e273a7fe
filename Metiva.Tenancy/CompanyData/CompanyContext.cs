using Metiva.Domain.Accounts;
using Metiva.Domain.Companies;
using Metiva.Domain.Contracts;
using Metiva.Domain.Files;
using Metiva.Domain.Invoices;
using Metiva.Domain.Projects;
using Metiva.Tenancy.Files.Uploads;
using Metiva.Tenancy.Jobs;
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

    /// <summary>Files; their contents lie in the company's store.</summary>
    public DbSet<StoredFile> StoredFiles => Set<StoredFile>();

    /// <summary>Large files on their way.</summary>
    public DbSet<FileUpload> FileUploads => Set<FileUpload>();

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
        FilesModel.Configure(modelBuilder);
    }
}
