using Metiva.Domain.Accounts;
using Metiva.Domain.Companies;
using Metiva.Domain.Contracts;
using Metiva.Domain.Files;
using Metiva.Domain.Invoices;
using Metiva.Domain.Projects;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Files.Uploads;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Mail;
using Metiva.Tenancy.Notifications;
using Metiva.Tenancy.Search;
using Metiva.Tenancy.Settings;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.CompanyData;

/// <summary>One company's own database. Each engine derives its own, with its own migrations.</summary>
public abstract class CompanyContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>The schema version that this build's migrations lead to.</summary>
    public const int CurrentSchemaVersion = 4;

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

    /// <summary>What records are found by; kept by every save itself.</summary>
    public DbSet<SearchEntry> SearchEntries => Set<SearchEntry>();

    /// <summary>What people were told.</summary>
    public DbSet<Notification> Notifications => Set<Notification>();

    /// <summary>How people want to be told.</summary>
    public DbSet<NotificationPreference> NotificationPreferences => Set<NotificationPreference>();

    /// <summary>Files; their contents lie in the company's store.</summary>
    public DbSet<StoredFile> StoredFiles => Set<StoredFile>();

    /// <summary>Large files on their way.</summary>
    public DbSet<FileUpload> FileUploads => Set<FileUpload>();

    /// <summary>Mails, those that were sent included.</summary>
    public DbSet<OutgoingMail> Mails => Set<OutgoingMail>();

    /// <summary>How often and with what outcome they were tried.</summary>
    public DbSet<MailAttempt> MailAttempts => Set<MailAttempt>();

    /// <summary>Files that go with mails.</summary>
    public DbSet<MailAttachment> MailAttachments => Set<MailAttachment>();

    /// <summary>Not for a company's data: what is found has to be read before, and audit records are encrypted.</summary>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException(
            "Save with SaveChangesAsync: it keeps search up to date and encrypts what the audit says of people."
        );

    /// <summary>
    /// Saves, with the personal values of audit records encrypted, and what can be searched kept up to date. Gives how many rows were
    /// written, those aside.
    /// </summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var made = await AuditProtection.ProtectAsync(this, cancellationToken) + await SearchIndex.ApplyAsync(this, cancellationToken);
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
        SettingsModel.Configure(modelBuilder);
        SearchModel.Configure(modelBuilder);
        NotificationsModel.Configure(modelBuilder);
        FilesModel.Configure(modelBuilder);
        MailModel.Configure(modelBuilder);
    }
}
