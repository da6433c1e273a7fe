using System.Text.Json;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Files.Uploads;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Mail;
using Metiva.Tenancy.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.CompanyData;

/// <summary>One command's unit of work: the data, who does it, and the audit record that goes in with it.</summary>
public sealed class CompanyWrite
{
    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web);

    internal CompanyWrite(CompanyContext data, TenantContext tenant, DateTimeOffset now)
    {
        Data = data;
        Tenant = tenant;
        Now = now;
    }

    /// <summary>The company's data; saved once, after the command.</summary>
    public CompanyContext Data { get; }

    /// <summary>Who is doing it, and where.</summary>
    public TenantContext Tenant { get; }

    /// <summary>The moment of this command.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Adds the audit record of what is being done.</summary>
    /// <param name="action">Dotted name of the act, e.g. <c>invoice.issued</c>.</param>
    /// <param name="entityType">What kind of record, e.g. <c>Invoice</c>.</param>
    /// <param name="entityId">Which one.</param>
    /// <param name="summary">What a person would call it, e.g. the invoice's number.</param>
    /// <param name="before">Values before, or null.</param>
    /// <param name="after">Values after, or null.</param>
    public void Audit(string action, string entityType, string entityId, string summary, object? before = null, object? after = null) =>
        Data.AuditRecords.Add(
            new AuditRecord
            {
                At = Now,
                PersonId = Tenant.PersonOrNull,
                PersonName = Tenant.PersonName,
                Action = action,
                EntityType = entityType,
                EntityId = entityId,
                Summary = summary,
                Before = before is null ? null : JsonSerializer.Serialize(before, Compact),
                After = after is null ? null : JsonSerializer.Serialize(after, Compact),
            }
        );

    /// <summary>Asks for work that is done after this command is kept, and only then.</summary>
    /// <param name="kind">The <see cref="IWorkHandler.Kind"/>.</param>
    /// <param name="ids">What it is about: an object of ids, numbers and dates.</param>
    /// <param name="key">At most one item has this key; null when it may be asked for again.</param>
    /// <param name="dueAt">Not before then; null is as soon as possible.</param>
    /// <exception cref="ArgumentException">It is about something else.</exception>
    public void Enqueue(string kind, object ids, string? key = null, DateTimeOffset? dueAt = null) =>
        Data.WorkItems.Add(
            new WorkItem
            {
                Id = Guid.CreateVersion7(Now),
                Kind = kind,
                Payload = WorkPayload.Of(ids),
                Key = key,
                RequestedBy = Tenant.PersonOrNull,
                CreatedAt = Now,
                DueAt = dueAt ?? Now,
            }
        );

    internal void DemandAudit()
    {
        Data.ChangeTracker.DetectChanges();
        var changed = Data
            .ChangeTracker.Entries()
            .Where(entry => IsChange(entry.State))
            .Select(entry => (entry.Entity, entry.State))
            .ToList();
        if (
            changed.Exists(change => !IsNobodysBusiness(change.Entity))
            && !changed.Exists(change => change is { Entity: AuditRecord, State: EntityState.Added })
        )
        {
            throw new InvalidOperationException("A command changed business data without an audit record.");
        }
    }

    /// <summary>
    /// What says nothing about the company's business: that work waits or is done (what it does is audited), what somebody read and how
    /// they want to be told, an upload on its way (the file that it becomes has its record), and the way of a mail (whoever asked for it
    /// has a record, and so has how it ended).
    /// </summary>
    private static bool IsNobodysBusiness(object entity) =>
        entity
            is WorkItem
                or WorkRunRecord
                or Notification
                or NotificationPreference
                or FileUpload
                or FileUploadPart
                or OutgoingMail
                or MailAttempt;

    private static bool IsChange(EntityState state) => state is EntityState.Added or EntityState.Modified or EntityState.Deleted;
}
