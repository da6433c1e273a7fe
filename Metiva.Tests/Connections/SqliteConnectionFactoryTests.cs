using Dapper;
using Metiva.Domain.Access;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;
using static Metiva.Tests.Connections.MarkedFiles;

namespace Metiva.Tests.Connections;

/// <summary>What the embedded engine does when the files are not what the catalog says.</summary>
public sealed class SqliteConnectionFactoryTests : IAsyncLifetime
{
    private MarkedFiles files = null!;
    private string directory = "";

    public async Task InitializeAsync()
    {
        files = await MarkedFiles.CopyAsync();
        directory = files.Directory;
    }

    public Task DisposeAsync()
    {
        files.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Each_company_reads_its_own_rows()
    {
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);

        Assert.Equal(["of A"], await MarksAsync(bench, bench.A));
        Assert.Equal(["of B"], await MarksAsync(bench, bench.B));
    }

    [Fact]
    public async Task Another_companys_whole_directory_in_place_of_ones_own_is_a_mismatch_and_shows_no_row()
    {
        files.SwapDirectories();
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);

        Assert.Equal(BindingOutcome.DatabaseMismatch, await RefusalAsync(bench, bench.A));
        Assert.Equal(BindingOutcome.DatabaseMismatch, await RefusalAsync(bench, bench.B));
        // And again, now that the first connection was tried.
        Assert.Equal(BindingOutcome.DatabaseMismatch, await RefusalAsync(bench, bench.A));
    }

    [Fact]
    public async Task Another_companys_file_under_a_log_that_was_left_behind_is_a_mismatch()
    {
        var a = files.PathOf(A);
        byte[] log;
        await using (var bench = await TenancyBench.StartAsync(dataDirectory: directory))
        {
            await MarkAsync(bench, bench.A, "in the log");
            log = await File.ReadAllBytesAsync(a + "-wal");
        }

        Assert.NotEmpty(log);
        File.Copy(files.PathOf(B), a, overwrite: true);
        await File.WriteAllBytesAsync(a + "-wal", log);
        await using var again = await TenancyBench.StartAsync(dataDirectory: directory);

        Assert.Equal(BindingOutcome.DatabaseMismatch, await RefusalAsync(again, again.A));
    }

    [Fact]
    public async Task A_log_that_was_left_behind_by_a_crash_is_read()
    {
        var a = files.PathOf(A);
        byte[] file;
        byte[] log;
        await using (var bench = await TenancyBench.StartAsync(dataDirectory: directory))
        {
            await MarkAsync(bench, bench.A, "in the log");
            file = await File.ReadAllBytesAsync(a);
            log = await File.ReadAllBytesAsync(a + "-wal");
        }

        await File.WriteAllBytesAsync(a, file);
        await File.WriteAllBytesAsync(a + "-wal", log);
        await using var again = await TenancyBench.StartAsync(dataDirectory: directory);

        Assert.Contains("in the log", await MarksAsync(again, again.A));
    }

    [Fact]
    public async Task A_catalog_row_that_names_another_companys_database_is_a_mismatch_also_while_running()
    {
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);
        await MarksAsync(bench, bench.A);
        await MarksAsync(bench, bench.B);
        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.A).Database = bench.B.ToString());

        Assert.Equal(BindingOutcome.DatabaseMismatch, await RefusalAsync(bench, bench.A));
        Assert.Equal(["of B"], await MarksAsync(bench, bench.B));
    }

    [Theory]
    [InlineData("../control-plane")]
    [InlineData("..")]
    [InlineData("/etc")]
    [InlineData("")]
    [InlineData("AAAAAAAA-0000-4000-8000-000000000000")]
    public async Task A_catalog_row_that_leads_out_of_the_directory_opens_nothing(string database)
    {
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);
        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.A).Database = database);

        Assert.Equal(BindingOutcome.DatabaseUnavailable, await RefusalAsync(bench, bench.A));
    }

    [Fact]
    public async Task A_missing_file_is_unavailable_and_is_not_made_anew()
    {
        Directory.Delete(Path.GetDirectoryName(files.PathOf(A))!, recursive: true);
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);

        Assert.Equal(BindingOutcome.DatabaseUnavailable, await RefusalAsync(bench, bench.A));
        Assert.False(File.Exists(files.PathOf(A)));
        Assert.Equal(["of B"], await MarksAsync(bench, bench.B));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_unavailable()
    {
        await File.WriteAllTextAsync(files.PathOf(A), new string('x', 8192));
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);

        Assert.Equal(BindingOutcome.DatabaseUnavailable, await RefusalAsync(bench, bench.A));
    }

    [Fact]
    public async Task A_database_without_a_stamp_is_a_mismatch()
    {
        await using (var file = new SqliteConnection($"Data Source={files.PathOf(A)};Pooling=False"))
        {
            await file.OpenAsync();
            await file.ExecuteAsync(
                "DROP TABLE CompanyIdentity; CREATE TABLE CompanyIdentity (Id INTEGER, CompanyId TEXT, SchemaVersion INTEGER)"
            );
            await file.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);

        Assert.Equal(BindingOutcome.DatabaseMismatch, await RefusalAsync(bench, bench.A));
    }

    [Fact]
    public async Task A_schema_that_the_catalog_does_not_know_of_is_out_of_range()
    {
        await using (var file = new SqliteConnection($"Data Source={files.PathOf(A)};Pooling=False"))
        {
            await file.OpenAsync();
            await file.ExecuteAsync("UPDATE CompanyIdentity SET SchemaVersion = 999");
        }

        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);

        Assert.Equal(BindingOutcome.SchemaOutOfRange, await RefusalAsync(bench, bench.A));
    }

    [Fact]
    public async Task A_statement_cannot_attach_another_file()
    {
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);
        using var scope = bench.As(Role.Owner, bench.A);

        var refused = await Assert.ThrowsAsync<SqliteException>(() =>
            scope
                .Get<CompanyDatabase>()
                .ReadAsync((connection, _) => connection.ExecuteAsync($"ATTACH '{files.PathOf(B)}' AS other"), CancellationToken.None)
        );
        Assert.Contains("too many attached", refused.Message, StringComparison.Ordinal);
    }

    // Neighbours in the order of refusals. What the catalog says is looked at before a file is opened; what the file says, company before
    // schema: whose it is decides, whatever its age.

    [Fact]
    public async Task A_schema_out_of_range_in_the_catalog_comes_before_another_companys_file()
    {
        files.SwapDirectories();
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);
        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.A).SchemaVersion = 999);

        Assert.Equal(BindingOutcome.SchemaOutOfRange, Assert.Throws<BindingRefusedException>(() => bench.As(Role.Owner, bench.A)).Outcome);
    }

    [Fact]
    public async Task Another_companys_file_comes_before_a_schema_out_of_range_in_that_file()
    {
        await using (var file = new SqliteConnection($"Data Source={files.PathOf(B)};Pooling=False"))
        {
            await file.OpenAsync();
            await file.ExecuteAsync("UPDATE CompanyIdentity SET SchemaVersion = 999; PRAGMA wal_checkpoint(TRUNCATE)");
        }

        files.SwapDirectories();
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);

        Assert.Equal(BindingOutcome.DatabaseMismatch, await RefusalAsync(bench, bench.A));
    }

    [Fact]
    public async Task Another_companys_file_comes_before_busy_when_somebody_writes_to_that_file()
    {
        // The turn at the own database is free, so the file is opened. Who gets no turn is told busy: nothing was opened, so nobody knows.
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);
        await MarksAsync(bench, bench.B);
        await using var writer = new SqliteConnection($"Data Source={files.PathOf(B)};Pooling=False");
        await writer.OpenAsync();
        await using var writes = writer.BeginTransaction();
        await writer.ExecuteAsync("UPDATE CompanyIdentity SET SchemaVersion = SchemaVersion", transaction: writes);
        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.A).Database = bench.B.ToString());

        var refused = await Assert.ThrowsAsync<BindingRefusedException>(() => MarkAsync(bench, bench.A, "never"));
        Assert.Equal(BindingOutcome.DatabaseMismatch, refused.Outcome);
        var busy = await Assert.ThrowsAsync<BindingRefusedException>(() => MarkAsync(bench, bench.B, "not now"));
        Assert.Equal(BindingOutcome.Busy, busy.Outcome);
    }
}
