using Metiva.Domain.Accounts;
using Metiva.Domain.Projects;
using Metiva.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.CompanyData;

internal static class ProjectsModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Project>(project =>
        {
            project.ToTable("Projects");
            project.Property(row => row.Id).ValueGeneratedNever();
            project.Property(row => row.Name).HasMaxLength(Limits.Name);
            project.Property(row => row.Description).HasMaxLength(Limits.Description);
            project.Property(row => row.Version).IsConcurrencyToken();
            project.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Restrict);
            project.HasMany(row => row.Milestones).WithOne().HasForeignKey("ProjectId").IsRequired().OnDelete(DeleteBehavior.Cascade);
            project.HasIndex(row => new
            {
                row.State,
                row.DueDate,
                row.Id,
            });
            project.HasIndex(row => new { row.Name, row.Id });
        });

        model.Entity<Milestone>(milestone =>
        {
            milestone.ToTable("Milestones");
            milestone.Property(row => row.Id).ValueGeneratedNever();
            milestone.Property(row => row.Name).HasMaxLength(Limits.Name);
        });
    }
}
