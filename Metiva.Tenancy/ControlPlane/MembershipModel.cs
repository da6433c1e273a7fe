using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.ControlPlane;

internal static class MembershipModel
{
    public static void Configure(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<MembershipRow>(row =>
        {
            row.ToTable("Memberships");
            row.HasKey(membership => new { membership.PersonId, membership.CompanyId });
            row.Property(membership => membership.Version).IsConcurrencyToken();
            row.HasIndex(membership => membership.CompanyId);
        });
        modelBuilder.Entity<MembershipChangeRow>(row => row.ToTable("MembershipChanges"));
        modelBuilder.Entity<CompanyStateChangeRow>(row =>
        {
            row.ToTable("CompanyStateChanges");
            row.Property(change => change.Reason).HasMaxLength(500);
            row.Property(change => change.RequestedByName).HasMaxLength(200);
        });
        modelBuilder.Entity<InvitationRow>(row =>
        {
            row.ToTable("Invitations");
            row.Property(invitation => invitation.Email).HasMaxLength(254);
            row.Property(invitation => invitation.SecretHash).HasMaxLength(64);
            row.Property(invitation => invitation.Language).HasMaxLength(5);
            row.Property(invitation => invitation.Version).IsConcurrencyToken();
            row.HasIndex(invitation => invitation.SecretHash).IsUnique();
            row.HasIndex(invitation => invitation.CompanyId);
        });
    }
}
