using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metiva.Tenancy.CompanyData;

internal static class CompanyModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<CompanyIdentity>(identity =>
        {
            identity.ToTable("CompanyIdentity", table => table.HasCheckConstraint("CK_CompanyIdentity_OnlyRow", "Id = 1"));
            identity.Property(row => row.Id).ValueGeneratedNever();
        });

        model.Entity<CompanyProfile>(profile =>
        {
            profile.ToTable("CompanyProfile", table => table.HasCheckConstraint("CK_CompanyProfile_OnlyRow", "Id = 1"));
            profile.Property(row => row.Id).ValueGeneratedNever();
            profile.Property(row => row.LegalName).HasMaxLength(Limits.Name);
            profile.Property(row => row.BrandColour).HasMaxLength(7).IsFixedLength().IsUnicode(false);
            profile.Property(row => row.Logo).HasMaxLength(Limits.LogoBytes);
            profile.Property(row => row.LogoContentType).HasMaxLength(32).IsUnicode(false);
            profile.Property(row => row.Version).IsConcurrencyToken();
            profile.ComplexProperty(row => row.Address, Address);
        });

        model.Entity<AuditRecord>(audit =>
        {
            audit.ToTable("AuditRecords");
            audit.HasKey(record => record.Sequence);
            audit.Property(record => record.Sequence).ValueGeneratedOnAdd();
            audit.Property(record => record.PersonName).HasMaxLength(Limits.Name);
            audit.Property(record => record.Action).HasMaxLength(AuditRecord.ActionLength).IsUnicode(false);
            audit.Property(record => record.EntityType).HasMaxLength(AuditRecord.EntityLength).IsUnicode(false);
            audit.Property(record => record.EntityId).HasMaxLength(AuditRecord.EntityLength).IsUnicode(false);
            audit.Property(record => record.Summary).HasMaxLength(AuditRecord.SummaryLength);
            audit.HasIndex(record => new { record.EntityType, record.EntityId });
            audit.HasIndex(record => new { record.Action, record.Sequence });
            audit.HasIndex(record => new { record.PersonId, record.Sequence });
            audit.HasIndex(record => record.OperationId).IsUnique();
        });

        model.Entity<AuditRecord>().Ignore(record => record.Protected);
        model.Entity<AuditSubject>(subject =>
        {
            subject.ToTable("AuditSubjects");
            subject.Property(row => row.Id).ValueGeneratedNever();
            subject.Property(row => row.Subject).HasMaxLength(AuditSubject.SubjectLength).IsUnicode(false);
            subject.Property(row => row.EncryptionKey).HasMaxLength(AuditSubject.KeyLength);
            subject.HasIndex(row => row.Subject);
        });

        model.Entity<AuditValue>(value =>
        {
            value.ToTable("AuditValues");
            value.HasKey(row => row.Reference);
            value.Property(row => row.Reference).HasMaxLength(AuditValue.ReferenceLength).IsFixedLength().IsUnicode(false);
            value.Property(row => row.Cipher).HasMaxLength(AuditValue.CipherLength);
            value.HasOne<AuditSubject>().WithMany().HasForeignKey(row => row.SubjectId).OnDelete(DeleteBehavior.Restrict);
        });

        model.Entity<AuditSeal>(seal =>
        {
            seal.ToTable("AuditSeals");
            seal.HasKey(row => row.Sequence);
            seal.Property(row => row.Sequence).ValueGeneratedNever();
            seal.Property(row => row.Hash).HasMaxLength(AuditSeal.HashLength).IsFixedLength();
        });
    }

    /// <summary>The columns of an address, named Street, PostalCode, City and Country.</summary>
    public static void Address(ComplexPropertyBuilder<Address> address)
    {
        address.Property(part => part.Street).HasColumnName("Street").HasMaxLength(Limits.Street);
        address.Property(part => part.PostalCode).HasColumnName("PostalCode").HasMaxLength(Limits.PostalCode);
        address.Property(part => part.City).HasColumnName("City").HasMaxLength(Limits.City);
        address.Property(part => part.Country).HasColumnName("Country").HasMaxLength(2).IsFixedLength().IsUnicode(false);
    }
}
