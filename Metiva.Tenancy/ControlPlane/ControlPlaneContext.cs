using Metiva.Domain.Access;
using Metiva.Domain.Plans;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Credentials;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Metiva.Tenancy.ControlPlane;

/// <summary>The registry. It holds no business value: a test lists its tables.</summary>
public abstract class ControlPlaneContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Companies.</summary>
    public DbSet<CompanyRow> Companies => Set<CompanyRow>();

    /// <summary>Database servers.</summary>
    public DbSet<ServerRow> Servers => Set<ServerRow>();

    /// <summary>Rotations of credentials on their way.</summary>
    public DbSet<CredentialRotationRow> CredentialRotations => Set<CredentialRotationRow>();

    /// <summary>Moves to another server on their way.</summary>
    public DbSet<CompanyMoveRow> CompanyMoves => Set<CompanyMoveRow>();

    /// <summary>People.</summary>
    public DbSet<PersonRow> People => Set<PersonRow>();

    /// <summary>Memberships.</summary>
    public DbSet<MembershipRow> Memberships => Set<MembershipRow>();

    /// <summary>Membership changes on their way.</summary>
    public DbSet<MembershipChangeRow> MembershipChanges => Set<MembershipChangeRow>();

    /// <summary>Suspensions and resumptions on their way.</summary>
    public DbSet<CompanyStateChangeRow> CompanyStateChanges => Set<CompanyStateChangeRow>();

    /// <summary>Invitations.</summary>
    public DbSet<InvitationRow> Invitations => Set<InvitationRow>();

    /// <summary>Sessions.</summary>
    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    /// <summary>Pending choices of a company.</summary>
    public DbSet<CompanyChoiceRow> CompanyChoices => Set<CompanyChoiceRow>();

    /// <summary>What agency staff did to the registry.</summary>
    public DbSet<ControlAuditRow> ControlAudit => Set<ControlAuditRow>();

    /// <summary>How far each company's audit log went when it was last anchored.</summary>
    public DbSet<AuditHeadRow> AuditHeads => Set<AuditHeadRow>();

    /// <summary>Who leads what only one process may do.</summary>
    public DbSet<LeaseRow> Leases => Set<LeaseRow>();

    /// <summary>How far recurring work was asked for.</summary>
    public DbSet<RecurringWorkRow> RecurringWork => Set<RecurringWorkRow>();

    /// <summary>What the agency switched on or off for a company.</summary>
    public DbSet<CompanyFeatureRow> CompanyFeatures => Set<CompanyFeatureRow>();

    /// <summary>How much each company used.</summary>
    public DbSet<UsageCounterRow> UsageCounters => Set<UsageCounterRow>();

    /// <summary>Which counts of which node are written down already.</summary>
    public DbSet<UsageFlushRow> UsageFlushes => Set<UsageFlushRow>();

    /// <summary>Who was warned of what.</summary>
    public DbSet<UsageWarningRow> UsageWarnings => Set<UsageWarningRow>();

    /// <summary>The change counter.</summary>
    public DbSet<ChangeCounterRow> ChangeCounters => Set<ChangeCounterRow>();

    /// <summary>Announced changes.</summary>
    public DbSet<ChangeRow> Changes => Set<ChangeRow>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        PortableValues.Configure(configurationBuilder);
        configurationBuilder.Properties<RoleSet>().HaveConversion<RoleSetConverter>().HaveMaxLength(100).AreUnicode(false);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<CompanyRow>(row =>
        {
            row.ToTable("Companies");
            row.Property(company => company.Name).HasMaxLength(200);
            row.Property(company => company.StateReason).HasMaxLength(500);
            row.Property(company => company.Server).HasMaxLength(100);
            row.Property(company => company.Database).HasMaxLength(128);
            row.Property(company => company.Version).IsConcurrencyToken();
            row.Property(company => company.Plan).HasDefaultValue(Plan.Standard).HasSentinel(default(Plan));
            row.Property(company => company.Login).HasDefaultValue(LoginSlot.A).HasSentinel(default(LoginSlot));
            row.HasIndex(company => company.Name);
            row.HasIndex(company => company.Server);
        });
        modelBuilder.Entity<ServerRow>(row =>
        {
            row.ToTable("Servers");
            row.HasKey(server => server.Name);
            row.Property(server => server.Name).HasMaxLength(100);
            row.Property(server => server.Engine).HasMaxLength(20);
            row.Property(server => server.Region).HasMaxLength(50);
            row.Property(server => server.Address).HasMaxLength(400).HasDefaultValue("");
            row.Property(server => server.State).HasDefaultValue(ServerState.Open).HasSentinel(default(ServerState));
            row.Property(server => server.Trouble).HasMaxLength(100);
            row.Property(server => server.Version).IsConcurrencyToken();
        });
        modelBuilder.Entity<CredentialRotationRow>(row =>
        {
            row.ToTable("CredentialRotations");
            row.HasKey(rotation => rotation.CompanyId);
            row.Property(rotation => rotation.RequestedByName).HasMaxLength(200);
            row.Property(rotation => rotation.Trouble).HasMaxLength(100);
        });
        modelBuilder.Entity<CompanyMoveRow>(row =>
        {
            row.ToTable("CompanyMoves");
            row.HasKey(move => move.CompanyId);
            row.Property(move => move.FromServer).HasMaxLength(100);
            row.Property(move => move.FromDatabase).HasMaxLength(128);
            row.Property(move => move.ToServer).HasMaxLength(100);
            row.Property(move => move.ToDatabase).HasMaxLength(128);
            row.Property(move => move.Reason).HasMaxLength(500);
            row.Property(move => move.RequestedByName).HasMaxLength(200);
            row.Property(move => move.GivenUpByName).HasMaxLength(200);
            row.Property(move => move.Trouble).HasMaxLength(100);
        });
        modelBuilder.Entity<PersonRow>(row =>
        {
            row.ToTable("People");
            row.Property(person => person.Issuer).HasMaxLength(300);
            row.Property(person => person.Subject).HasMaxLength(200);
            row.Property(person => person.Name).HasMaxLength(200);
            row.Property(person => person.Email).HasMaxLength(254);
            row.Property(person => person.Language).HasMaxLength(5);
            row.Property(person => person.Theme).HasMaxLength(10);
            row.HasIndex(person => new { person.Issuer, person.Subject }).IsUnique();
        });
        MembershipModel.Configure(modelBuilder);
        modelBuilder.Entity<SessionRow>(row =>
        {
            row.ToTable("Sessions");
            row.Property(session => session.Issuer).HasMaxLength(300);
            row.Property(session => session.Sid).HasMaxLength(200);
            row.Property(session => session.EndReason).HasMaxLength(30);
            row.Property(session => session.UserAgent).HasMaxLength(300);
            row.Property(session => session.Address).HasMaxLength(60);
            row.HasIndex(session => session.PersonId);
            row.HasIndex(session => session.CompanyId);
            row.HasIndex(session => new { session.Issuer, session.Sid });
            row.HasIndex(session => new { session.EndedAt, session.ExpiresAt });
        });
        modelBuilder.Entity<CompanyChoiceRow>(row =>
        {
            row.ToTable("CompanyChoices");
            row.HasKey(choice => choice.PersonId);
        });
        modelBuilder.Entity<ControlAuditRow>(row =>
        {
            row.ToTable("ControlAudit");
            row.HasKey(audit => audit.Sequence);
            row.Property(audit => audit.Sequence).ValueGeneratedOnAdd();
            row.Property(audit => audit.PersonName).HasMaxLength(200);
            row.Property(audit => audit.Action).HasMaxLength(100);
            row.Property(audit => audit.Summary).HasMaxLength(500);
            row.HasIndex(audit => new { audit.CompanyId, audit.Sequence });
        });
        modelBuilder.Entity<AuditHeadRow>(row =>
        {
            row.ToTable("AuditHeads");
            row.HasKey(head => head.CompanyId);
            row.Property(head => head.Hash).HasMaxLength(64).IsFixedLength().IsUnicode(false);
            row.Property(head => head.Signature).HasMaxLength(128).IsUnicode(false);
        });
        modelBuilder.Entity<LeaseRow>(row =>
        {
            row.ToTable("Leases");
            row.HasKey(lease => lease.Name);
            row.Property(lease => lease.Name).HasMaxLength(50).IsUnicode(false);
        });
        modelBuilder.Entity<RecurringWorkRow>(row =>
        {
            row.ToTable("RecurringWork");
            row.HasKey(work => work.Kind);
            row.Property(work => work.Kind).HasMaxLength(64).IsUnicode(false);
        });
        UsageModel.Configure(modelBuilder);
        modelBuilder.Entity<ChangeCounterRow>(row =>
        {
            row.ToTable("ChangeCounters");
            row.Property(counter => counter.Id).ValueGeneratedNever();
        });
        modelBuilder.Entity<ChangeRow>(row =>
        {
            row.ToTable("Changes");
            row.HasKey(change => change.Version);
            row.Property(change => change.Version).ValueGeneratedNever();
        });
    }

    /// <summary>
    /// Saves, and writes into the same transaction which announced rows changed. Returns how many changes were announced.
    /// </summary>
    internal async Task<int> SaveAndAnnounceAsync(CancellationToken cancellationToken)
    {
        ChangeTracker.DetectChanges();
        var keys = ChangeTracker
            .Entries<IAnnounced>()
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .Select(entry => entry.Entity.ChangeKey)
            .Distinct()
            .ToList();
        await AnnounceAsync(keys, cancellationToken);
        return keys.Count;
    }

    /// <summary>
    /// Announces changes, also those that were not made through tracked rows, in the open transaction; tracked rows are saved with it.
    /// </summary>
    internal async Task AnnounceAsync(List<ChangeKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count > 0)
        {
            await AddChangesAsync(keys, cancellationToken);
        }

        await SaveChangesAsync(cancellationToken);
    }

    private async Task AddChangesAsync(List<ChangeKey> keys, CancellationToken cancellationToken)
    {
        // Raising the counter first takes its row's lock: versions are handed out in the order of commits.
        await ChangeCounters.ExecuteUpdateAsync(
            set => set.SetProperty(counter => counter.Version, counter => counter.Version + keys.Count),
            cancellationToken
        );
        var last = await ChangeCounters.Select(counter => counter.Version).SingleAsync(cancellationToken);
        for (var index = 0; index < keys.Count; index++)
        {
            Changes.Add(
                new ChangeRow
                {
                    Version = last - keys.Count + 1 + index,
                    Kind = keys[index].Kind,
                    Key = keys[index].Key,
                }
            );
        }
    }
}

internal sealed class RoleSetConverter() : ValueConverter<RoleSet, string>(value => value.ToString(), stored => RoleSet.Parse(stored));
