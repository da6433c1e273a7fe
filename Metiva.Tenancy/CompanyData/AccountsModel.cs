using Metiva.Domain.Accounts;
using Metiva.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.CompanyData;

internal static class AccountsModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Account>(account =>
        {
            account.ToTable("Accounts");
            account.Property(row => row.Id).ValueGeneratedNever();
            account.Property(row => row.Name).HasMaxLength(Limits.Name);
            account.Property(row => row.Email).HasMaxLength(Limits.Email);
            account.Property(row => row.Phone).HasMaxLength(Limits.Phone);
            account.Property(row => row.Version).IsConcurrencyToken();
            account.ComplexProperty(row => row.Address, CompanyModel.Address);
            account.HasIndex(row => new { row.Name, row.Id });
        });

        model.Entity<Contact>(contact =>
        {
            contact.ToTable("Contacts");
            contact.Property(row => row.Id).ValueGeneratedNever();
            contact.Property(row => row.Name).HasMaxLength(Limits.Name);
            contact.Property(row => row.JobTitle).HasMaxLength(Limits.Name);
            contact.Property(row => row.Email).HasMaxLength(Limits.Email);
            contact.Property(row => row.Phone).HasMaxLength(Limits.Phone);
            contact.Property(row => row.Version).IsConcurrencyToken();
            contact.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Cascade);
            contact.HasIndex(row => new { row.Name, row.Id });
        });
    }
}
