using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tenancy.Lifecycle;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Metiva.Tests.Lifecycle.Erasure;

/// <summary>What the registry forgets of a company.</summary>
public sealed class ErasedRowsTests
{
    [Fact]
    public void Every_table_that_names_a_company_is_erased_or_kept_on_purpose()
    {
        using var context = new SqliteControlPlaneContext(new DbContextOptionsBuilder<SqliteControlPlaneContext>().UseSqlite().Options);
        var naming = ErasureRows.CompanyColumns(context).Select(table => table.Row.ClrType.Name).Order(StringComparer.Ordinal);
        Assert.Equal(naming, ErasedRows.Types.Concat(ErasedRows.Kept).Select(row => row.Name).Order(StringComparer.Ordinal));
        Assert.Equal([nameof(ControlAuditRow)], ErasedRows.Kept.Select(row => row.Name));
    }
}
