using Metiva.Tests.Auditing.Chain;
using Metiva.Tests.Support;
using Metiva.Web.Operations;
using Xunit;

namespace Metiva.Tests.Operations;

/// <summary>The command, beside a host that has stopped.</summary>
public sealed class VerifyAuditTests : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("metiva-verify-").FullName;
    private TenancyBench bench = null!;

    public async Task InitializeAsync()
    {
        bench = await TenancyBench.StartAsync(dataDirectory: directory, onSqlServer: false);
        await bench.WriteAsync(bench.A, "One", "Two", "Three");
        await bench.WriteAsync(bench.B, "One");
        Assert.True(await bench.AnchorAsync(bench.A));
    }

    public async Task DisposeAsync()
    {
        await bench.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task It_says_that_all_logs_are_intact()
    {
        var (code, said) = await RunAsync("--all");
        Assert.True(code == OperatorCommands.Done, said);
        Assert.Contains($"{bench.A}: intact, ", said, StringComparison.Ordinal);
        Assert.Contains("0 not sealed yet, anchored at ", said, StringComparison.Ordinal);
        Assert.Contains($"{bench.B}: intact, ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_fails_and_says_where_a_log_was_changed()
    {
        var places = await bench.PlacesAsync(bench.A);
        await bench.TamperAsync(bench.A, $"DELETE FROM AuditRecords WHERE Sequence = {places[^2]}");
        var (code, said) = await RunAsync("--all");
        Assert.Equal(OperatorCommands.Failed, code);
        Assert.Contains($"{bench.A}: NOT INTACT", said, StringComparison.Ordinal);
        Assert.Contains($"{bench.A}: at {places[^2]}: RecordMissing", said, StringComparison.Ordinal);
        Assert.Contains($"{bench.B}: intact", said, StringComparison.Ordinal);
        Assert.Equal(OperatorCommands.Done, (await RunAsync(bench.B.ToString())).Code);
    }

    [Fact]
    public async Task A_company_that_is_not_there_is_no_intact_one()
    {
        var (code, said) = await RunAsync("12345678-0000-4000-8000-000000000000");
        Assert.Equal(OperatorCommands.Failed, code);
        Assert.Contains("there is no such company", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_gone_is_said_and_the_others_are_looked_at()
    {
        TemporaryFiles.ReleasePools(directory);
        File.Move(Path.Combine(directory, "companies", bench.A.ToString(), "company.db"), Path.Combine(directory, "aside.db"));
        var (code, said) = await RunAsync("--all");
        Assert.Equal(OperatorCommands.Failed, code);
        Assert.Contains($"{bench.A}: cannot be looked at now", said, StringComparison.Ordinal);
        Assert.Contains($"{bench.B}: intact", said, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Said)> RunAsync(string which)
    {
        await using var output = new StringWriter();
        var code = await OperatorCommands.RunAsync(
            [
                "verify-audit",
                which,
                "--environment=Development",
                $"--contentRoot={Repository.File("Metiva.Web")}",
                $"--Tenancy:DataDirectory={directory}",
                $"--{TestMasterKey.Setting}={TestMasterKey.Value}",
            ],
            TextReader.Null,
            output,
            default
        );
        return (code, output.ToString());
    }
}
