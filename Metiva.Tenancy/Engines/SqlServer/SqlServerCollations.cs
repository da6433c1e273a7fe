using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>
/// How texts compare, whatever the server's own setting is: keys, choices and codes byte by byte, what people write without
/// regard to case.
/// </summary>
internal static class SqlServerCollations
{
    public const string Exact = "Latin1_General_100_BIN2";
    public const string People = "Latin1_General_CI_AS";

    public static void Apply(ModelBuilder model)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(Properties))
        {
            if (property.IsUnicode() == false)
            {
                property.SetCollation(Exact);
            }
            else if (property.ClrType == typeof(string))
            {
                property.SetCollation(People);
            }
        }
    }

    private static IEnumerable<IMutableProperty> Properties(IMutableTypeBase type) =>
        type.GetDeclaredProperties().Concat(type.GetDeclaredComplexProperties().SelectMany(part => Properties(part.ComplexType)));
}
