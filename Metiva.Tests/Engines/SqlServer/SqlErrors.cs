using System.Reflection;
using Microsoft.Data.SqlClient;

namespace Metiva.Tests.Engines.SqlServer;

/// <summary>Makes the driver's exceptions, which only the driver can make.</summary>
internal static class SqlErrors
{
    private const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public static SqlException Of(int number, byte severity = 16)
    {
        var errors = (SqlErrorCollection)Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        var make = typeof(SqlError).GetConstructors(Hidden).OrderBy(found => found.GetParameters().Length).First();
        var arguments = make.GetParameters().Select(parameter => Argument(parameter, number, severity)).ToArray();
        typeof(SqlErrorCollection).GetMethod("Add", Hidden)!.Invoke(errors, [make.Invoke(arguments)]);
        var create = typeof(SqlException)
            .GetMethods(Hidden)
            .Where(found => found.Name == "CreateException")
            .OrderBy(found => found.GetParameters().Length)
            .First();
        return (SqlException)create.Invoke(null, [errors, "16.00", .. new object?[create.GetParameters().Length - 2]])!;
    }

    private static object? Argument(ParameterInfo parameter, int number, byte severity) =>
        parameter switch
        {
            { ParameterType.Name: nameof(String) } => "",
            { Name: "infoNumber" } => number,
            { Name: "errorClass" } => severity,
            { ParameterType.IsValueType: true } => Activator.CreateInstance(parameter.ParameterType),
            _ => null,
        };
}
