using Metiva.Domain.Accounts;
using Metiva.Domain.Contracts;
using Metiva.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.CompanyData;

internal static class ContractsModel
{
    public static void Configure(ModelBuilder model) =>
        model.Entity<Contract>(contract =>
        {
            contract.ToTable("Contracts");
            contract.Property(row => row.Id).ValueGeneratedNever();
            contract.Property(row => row.Title).HasMaxLength(Limits.Name);
            contract.Property(row => row.Body).HasMaxLength(Limits.ContractBody);
            contract.Property(row => row.SignedByName).HasMaxLength(Limits.Name);
            contract.Property(row => row.ClosingNote).HasMaxLength(Limits.Note);
            contract.Property(row => row.Version).IsConcurrencyToken();
            contract.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Restrict);
            contract.HasIndex(row => new
            {
                row.State,
                row.StartDate,
                row.Id,
            });
            contract.HasIndex(row => new { row.StartDate, row.Id });
        });
}
