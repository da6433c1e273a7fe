using Xunit;

namespace Metiva.Tests.Support;

/// <summary>The SQL Server that tests may use: the administrator's connection string in <c>METIVA_TEST_SQLSERVER</c>.</summary>
internal static class TestServer
{
    public const string Variable = "METIVA_TEST_SQLSERVER";

    /// <summary>Names the engine of every bench that does not choose one: <c>Sqlite</c> (the default) or <c>SqlServer</c>.</summary>
    public const string EngineVariable = "METIVA_TEST_ENGINE";

    public const string Reason = "No SQL Server to test with: " + Variable + " holds no administrator's connection string.";

    public const string EmbeddedOnly = "This is about the embedded engine and its files, and " + EngineVariable + " names another engine.";

    /// <summary>The connection string, or null.</summary>
    public static string? Administrator { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;

    /// <summary>Whether benches start on SQL Server unless told otherwise.</summary>
    public static bool IsDefault { get; } = Administrator is not null && Environment.GetEnvironmentVariable(EngineVariable) == "SqlServer";
}

/// <summary>A test that needs a SQL Server. Without one it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqlServerFactAttribute : FactAttribute
{
    public SqlServerFactAttribute()
    {
        if (TestServer.Administrator is null)
        {
            Skip = TestServer.Reason;
        }
    }
}

/// <summary>A theory that needs a SQL Server. Without one it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqlServerTheoryAttribute : TheoryAttribute
{
    public SqlServerTheoryAttribute()
    {
        if (TestServer.Administrator is null)
        {
            Skip = TestServer.Reason;
        }
    }
}

/// <summary>A test of the embedded engine, mostly of its files. On another engine it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqliteFactAttribute : FactAttribute
{
    public SqliteFactAttribute()
    {
        if (TestServer.IsDefault)
        {
            Skip = TestServer.EmbeddedOnly;
        }
    }
}

/// <summary>A theory of the embedded engine, mostly of its files. On another engine it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqliteTheoryAttribute : TheoryAttribute
{
    public SqliteTheoryAttribute()
    {
        if (TestServer.IsDefault)
        {
            Skip = TestServer.EmbeddedOnly;
        }
    }
}
