using Metiva.Domain.Accounts;
using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metiva.Tenancy.CompanyData;

internal static class InvoicesModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Invoice>(Invoice);

        model.Entity<InvoiceLine>(line =>
        {
            line.ToTable("InvoiceLines");
            line.Property(row => row.Id).ValueGeneratedNever();
            line.Property(row => row.Description).HasMaxLength(Limits.LineDescription);
            line.Property(row => row.Unit).HasMaxLength(Limits.Unit);
        });

        model.Entity<VatTotal>(total =>
        {
            total.ToTable("InvoiceVatTotals");
            total.Property(row => row.Id).ValueGeneratedNever();
        });

        model.Entity<Payment>(payment =>
        {
            payment.ToTable("InvoicePayments");
            payment.Property(row => row.Id).ValueGeneratedNever();
            payment.HasIndex(row => row.PaidOn);
        });

        model.Entity<InvoiceEvent>(entry =>
        {
            entry.ToTable("InvoiceEvents");
            entry.Property(row => row.Id).ValueGeneratedNever();
            entry.Property(row => row.PersonName).HasMaxLength(Limits.Name);
            entry.Property(row => row.Note).HasMaxLength(Limits.Note);
        });

        model.Entity<NumberSeries>(series =>
        {
            series.ToTable("NumberSeries");
            series.HasKey(row => row.Name);
            series.Property(row => row.Name).HasMaxLength(Limits.Number);
            series.Property(row => row.Next).IsConcurrencyToken();
        });
    }

    private static void Invoice(EntityTypeBuilder<Invoice> invoice)
    {
        invoice.ToTable("Invoices");
        invoice.Property(row => row.Id).ValueGeneratedNever();
        invoice.Property(row => row.CustomerName).HasMaxLength(Limits.Name);
        invoice.Property(row => row.CustomerAddress).HasMaxLength(Limits.Street + Limits.PostalCode + Limits.City + 8);
        invoice.Property(row => row.Number).HasMaxLength(Limits.Number);
        invoice.Property(row => row.Reference).HasMaxLength(Limits.Reference);
        invoice.Property(row => row.ReviewNote).HasMaxLength(Limits.Note);
        invoice.Property(row => row.Version).IsConcurrencyToken();

        invoice.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Restrict);
        invoice.HasMany(row => row.Lines).WithOne().HasForeignKey("InvoiceId").IsRequired().OnDelete(DeleteBehavior.Cascade);
        invoice.HasMany(row => row.VatTotals).WithOne().HasForeignKey("InvoiceId").IsRequired().OnDelete(DeleteBehavior.Cascade);
        invoice.HasMany(row => row.Payments).WithOne().HasForeignKey("InvoiceId").IsRequired().OnDelete(DeleteBehavior.Cascade);
        invoice.HasMany(row => row.History).WithOne().HasForeignKey("InvoiceId").IsRequired().OnDelete(DeleteBehavior.Cascade);

        invoice.HasIndex(row => row.Number).IsUnique();

        // One index for each column that the list sorts by, alone and after the two filters that narrow most, so that no page
        // sorts the table. The key at the end makes the order of equal values the same on every page.
        invoice.HasIndex(row => new { row.IssueDate, row.Id });
        invoice.HasIndex(row => new { row.DueDate, row.Id });
        invoice.HasIndex(row => new { row.Total, row.Id });
        invoice.HasIndex(row => new { row.CustomerName, row.Id });
        invoice.HasIndex(row => new
        {
            row.State,
            row.IssueDate,
            row.Id,
        });
        invoice.HasIndex(row => new
        {
            row.State,
            row.DueDate,
            row.Id,
        });
        invoice.HasIndex(row => new
        {
            row.State,
            row.Total,
            row.Id,
        });
        invoice.HasIndex(row => new
        {
            row.State,
            row.CustomerName,
            row.Id,
        });
        invoice.HasIndex(row => new
        {
            row.State,
            row.Number,
            row.Id,
        });
        invoice.HasIndex(row => new
        {
            row.AccountId,
            row.IssueDate,
            row.Id,
        });

        // Holds everything that the totals of a filter need, so that they never read the rows themselves.
        invoice
            .HasIndex(row => new
            {
                row.State,
                row.IssueDate,
                row.AccountId,
                row.DueDate,
                row.Total,
                row.OpenBalance,
                row.Vat,
            })
            .HasDatabaseName("IX_Invoices_Totals");
    }
}
