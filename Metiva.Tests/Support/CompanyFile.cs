using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Metiva.Tests.Support;

/// <summary>A company database in a file of its own, made from the migrations' script; gone afterwards.</summary>
internal sealed class CompanyFile : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("metiva-").FullName;
    private readonly string connectionString;

    public CompanyFile()
    {
        PortableValues.RegisterDapper();
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(directory, "company.db"),
            ForeignKeys = true,
            Pooling = false,
        }.ToString();
        using var context = Context();
        Run(context.GetService<IMigrator>().GenerateScript());
    }

    public SqliteCompanyContext Context() => new(new DbContextOptionsBuilder<SqliteCompanyContext>().UseSqlite(connectionString).Options);

    public SqliteConnection Connection()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    public void Run(string sql)
    {
        using var connection = Connection();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
