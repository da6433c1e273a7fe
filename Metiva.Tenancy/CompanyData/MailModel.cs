using Metiva.Domain.Files;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Mail;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.CompanyData;

internal static class MailModel
{
    private const int LanguageLength = 10;
    private const int AddressLength = 500;
    private const int HashLength = 64;
    private const int TypeLength = 100;

    public static void Configure(ModelBuilder model)
    {
        model.Entity<OutgoingMail>(mail =>
        {
            mail.ToTable("Mails");
            mail.Property(row => row.Id).ValueGeneratedNever();
            mail.Property(row => row.Kind).HasMaxLength(OutgoingMail.KindLength).IsUnicode(false);
            mail.Property(row => row.ToAddress).HasMaxLength(Limits.Email);
            mail.Property(row => row.ToName).HasMaxLength(Limits.Name);
            mail.Property(row => row.Language).HasMaxLength(LanguageLength).IsUnicode(false);
            mail.Property(row => row.Subject).HasMaxLength(OutgoingMail.SubjectLength);
            mail.Property(row => row.Secret).HasMaxLength(OutgoingMail.SecretLength).IsUnicode(false);
            mail.Property(row => row.Unsubscribe).HasMaxLength(AddressLength);
            mail.Property(row => row.EntityType).HasMaxLength(AuditRecord.EntityLength).IsUnicode(false);
            mail.Property(row => row.BounceKey).HasMaxLength(OutgoingMail.BounceKeyLength).IsFixedLength().IsUnicode(false);
            mail.Property(row => row.FromAddress).HasMaxLength(Limits.Email);
            mail.Property(row => row.Trouble).HasMaxLength(OutgoingMail.TroubleLength);
            mail.Ignore(row => row.CanBeSentAgain);
            mail.Ignore(row => row.ToAskFor);
            mail.Property(row => row.Version).IsConcurrencyToken();
            mail.HasIndex(row => row.BounceKey).IsUnique();
            mail.HasIndex(row => new { row.CreatedAt, row.Id });
            mail.HasIndex(row => new { row.State, row.CreatedAt });
            mail.HasIndex(row => new { row.EntityType, row.EntityId });
        });

        model.Entity<MailAttempt>(attempt =>
        {
            attempt.ToTable("MailAttempts");
            attempt.HasKey(row => new { row.MailId, row.Attempt });
            attempt.Property(row => row.Code).HasMaxLength(MailAttempt.CodeLength).IsUnicode(false);
            attempt.Property(row => row.Reply).HasMaxLength(MailAttempt.ReplyLength);
            attempt.HasOne<OutgoingMail>().WithMany().HasForeignKey(row => row.MailId).OnDelete(DeleteBehavior.Cascade);
        });

        model.Entity<MailAttachment>(file =>
        {
            file.ToTable("MailAttachments");
            file.HasKey(row => new { row.MailId, row.Position });
            file.Property(row => row.Name).HasMaxLength(StoredFile.NameLength);
            file.Property(row => row.Hash).HasMaxLength(HashLength).IsFixedLength().IsUnicode(false);
            file.Property(row => row.ContentType).HasMaxLength(TypeLength).IsUnicode(false);
            file.HasOne<OutgoingMail>().WithMany().HasForeignKey(row => row.MailId).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
