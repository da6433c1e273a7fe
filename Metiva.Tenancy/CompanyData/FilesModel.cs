using Metiva.Domain.Files;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Files.Uploads;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.CompanyData;

internal static class FilesModel
{
    private const int HashLength = 64;
    private const int TypeLength = 100;

    public static void Configure(ModelBuilder model)
    {
        model.Entity<StoredFile>(file =>
        {
            file.ToTable("StoredFiles");
            file.Property(row => row.Id).ValueGeneratedNever();
            file.Property(row => row.Name).HasMaxLength(StoredFile.NameLength);
            file.Property(row => row.Folder).HasMaxLength(StoredFile.FolderLength);
            file.Property(row => row.ContentType).HasMaxLength(TypeLength).IsUnicode(false);
            file.Property(row => row.Hash).HasMaxLength(HashLength).IsFixedLength().IsUnicode(false);
            file.Property(row => row.StoredName).HasMaxLength(HashLength).IsFixedLength().IsUnicode(false);
            file.Property(row => row.EntityType).HasMaxLength(AuditRecord.EntityLength).IsUnicode(false);
            file.Property(row => row.CreatedByName).HasMaxLength(Limits.Name);
            file.Property(row => row.Version).IsConcurrencyToken();
            file.HasIndex(row => row.StoredName);
            file.HasIndex(row => new { row.RemovedAt, row.CreatedAt });
            file.HasIndex(row => new { row.EntityType, row.EntityId });
        });

        model.Entity<FileUpload>(upload =>
        {
            upload.ToTable("FileUploads");
            upload.Property(row => row.Id).ValueGeneratedNever();
            upload.Property(row => row.Name).HasMaxLength(StoredFile.NameLength);
            upload.Property(row => row.Folder).HasMaxLength(StoredFile.FolderLength);
            upload.Property(row => row.Received).IsConcurrencyToken();
            upload.HasMany(row => row.Parts).WithOne().HasForeignKey(part => part.UploadId).OnDelete(DeleteBehavior.Cascade);
            upload.HasIndex(row => new { row.CreatedBy, row.ExpiresAt });
        });

        model.Entity<FileUploadPart>(part =>
        {
            part.ToTable("FileUploadParts");
            part.HasKey(row => new { row.UploadId, row.Start });
            part.Property(row => row.Hash).HasMaxLength(HashLength).IsFixedLength().IsUnicode(false);
            part.Property(row => row.StoredName).HasMaxLength(HashLength).IsFixedLength().IsUnicode(false);
            part.HasIndex(row => row.StoredName);
        });
    }
}
