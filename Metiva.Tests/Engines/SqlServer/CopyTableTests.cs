using Metiva.Tenancy.Engines.Copying;
using Metiva.Tenancy.Engines.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace Metiva.Tests.Engines.SqlServer;

public sealed class CopyTableTests
{
    [Fact]
    public void Rows_are_compared_in_an_order_that_no_server_s_collation_decides()
    {
        using var context = SqlServerContexts.CompanyModel();
        var model = context.GetService<IDesignTimeModel>().Model.GetRelationalModel();
        var copied = CopyTable.AllOf(context).ToDictionary(table => table.Name, StringComparer.Ordinal);
        foreach (var table in model.Tables)
        {
            var order = copied[table.Name].Select.Split(" ORDER BY ")[1].Split(", ");
            var exact = table.PrimaryKey!.Columns.Select(column =>
                column.Collation == SqlServerCollations.People ? $"[{column.Name}] COLLATE {SqlServerCollations.Exact}" : $"[{column.Name}]"
            );
            Assert.Equal(exact, order);
            Assert.All(
                table.PrimaryKey.Columns.Where(column => column.StoreType.Contains("char", StringComparison.Ordinal)),
                column => Assert.NotNull(column.Collation)
            );
        }
    }
}
