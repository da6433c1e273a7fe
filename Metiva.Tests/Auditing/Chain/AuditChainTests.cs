using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Metiva.Tenancy.Auditing.Chain;
using Metiva.Tenancy.CompanyData;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Auditing.Chain;

public sealed class AuditChainTests(TenancyBench bench) : IClassFixture<TenancyBench>
{
    [Fact]
    public void A_seal_is_the_hash_that_the_documentation_describes()
    {
        var record = new AuditRecord
        {
            OperationId = Guid.Parse("11111111-2222-4333-8444-555555555555"),
            At = DateTimeOffset.FromUnixTimeMilliseconds(1_764_000_000_123),
            PersonId = null,
            PersonName = "Zoë",
            Action = "invoices.issue",
            EntityType = "Invoice",
            EntityId = "7",
            Summary = "Issued 2026-0001",
            Before = null,
            After = "{}",
        };
        byte[] expected =
        [
            .. new byte[32],
            .. Number(0),
            .. Number(1_764_000_000_123),
            .. Text("11111111-2222-4333-8444-555555555555"),
            .. Number(-1),
            .. Text("Zoë"),
            .. Text("invoices.issue"),
            .. Text("Invoice"),
            .. Text("7"),
            .. Text("Issued 2026-0001"),
            .. Number(-1),
            .. Text("{}"),
        ];
        Assert.Equal(SHA256.HashData(expected), AuditChain.Next(AuditChain.Beginning, record));

        static byte[] Number(long value)
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
            return bytes;
        }

        static byte[] Text(string value) => [.. Number(Encoding.UTF8.GetByteCount(value)), .. Encoding.UTF8.GetBytes(value)];
    }

    [Fact]
    public async Task Every_record_is_sealed_by_the_transaction_that_it_comes_in_with()
    {
        await bench.WriteAsync(bench.A, "One", "Two", "Three");
        Assert.Equal(
            await bench.PlacesAsync(bench.A),
            await bench.QueryAsync<long>(bench.A, "SELECT Sequence FROM AuditSeals ORDER BY Sequence")
        );
        var verdict = await bench.VerifyAsync(bench.A);
        Assert.True(verdict.Intact);
        Assert.Equal(0, verdict.Unsealed);
        Assert.True(verdict.Records >= 3);
        Assert.Equal((await bench.PlacesAsync(bench.A))[^1], verdict.Head);
    }

    [Fact]
    public async Task What_was_written_beside_the_application_is_sealed_by_the_next_who_commits()
    {
        await bench.WriteAsync(bench.B, "One");
        await using (var connection = await bench.OpenBesideAsync(bench.B))
        {
            await using var command = connection.CreateCommand();
            command.CommandText =
                "INSERT INTO AuditRecords (At, PersonName, Action, EntityType, EntityId, Summary) VALUES (0, 'x', 'x', 'x', 'x', 'x')";
            await command.ExecuteNonQueryAsync();
        }

        var before = await bench.VerifyAsync(bench.B);
        Assert.True(before.Intact);
        Assert.Equal(1, before.Unsealed);
        await bench.WriteAsync(bench.B, "Two");
        var after = await bench.VerifyAsync(bench.B);
        Assert.True(after.Intact);
        Assert.Equal((0, before.Head + 2), (after.Unsealed, after.Head));
    }
}
