using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.SqlServer;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Metiva.Tests.Engines.SqlServer;

/// <summary>Every way in which SQL Server says no has a name of ours.</summary>
public sealed class SqlServerErrorTests
{
    /// <summary>Written by hand from SQL Server's own list of errors; nothing generates it.</summary>
    public static TheoryData<int, BindingOutcome> Table
    {
        get
        {
            var table = new TheoryData<int, BindingOutcome>();
            int[] busy = [-2, 701, 845, 1204, 1205, 1222, 1807, 3960, 3966, 8645, 8651, 10928, 10929, 17197, 17809];
            int[] azure = [40501, 40549, 40550, 49918, 49919, 49920];
            int[] login = [911, 916, 4060, 4064, 18401, 18451, 18452, 18456, 18470, 18486, 18487, 18488, 40615];
            int[] state = [596, 921, 922, 924, 926, 927, 942, 945, 952, 976, 978, 979, 981, 982, 983, 988, 3952, 6005];
            int[] start = [17142, 17188, 40197, 40540, 40613];
            int[] write = [823, 824, 1101, 1105, 3906, 3908, 9001, 9002, 40544];
            int[] line = [2, 20, 26, 40, 53, 64, 121, 233, 258, 1225, 4014, 10053, 10054, 10060, 10061, 11001];
            foreach (var number in (int[])[.. busy, .. azure])
            {
                table.Add(number, BindingOutcome.Busy);
            }

            foreach (var number in (int[])[.. login, .. state, .. start, .. write, .. line])
            {
                table.Add(number, BindingOutcome.DatabaseUnavailable);
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void A_number_has_its_outcome_also_inside_what_EF_Core_throws(int number, BindingOutcome outcome)
    {
        var error = SqlErrors.Of(number);
        Assert.Equal(outcome, Refusal(error));
        Assert.Equal(outcome, Refusal(new DbUpdateException("x", new InvalidOperationException("y", error))));
    }

    [Theory]
    [InlineData(1205, FailureKind.Passing)]
    [InlineData(3960, FailureKind.Passing)]
    [InlineData(40613, FailureKind.Passing)]
    [InlineData(-2, FailureKind.Lost)]
    [InlineData(10054, FailureKind.Lost)]
    [InlineData(596, FailureKind.Lost)]
    [InlineData(40197, FailureKind.Lost)]
    [InlineData(18456, FailureKind.Lasting)]
    [InlineData(3906, FailureKind.Lasting)]
    [InlineData(9002, FailureKind.Lasting)]
    [InlineData(2627, FailureKind.Lasting)]
    public void A_number_says_whether_trying_again_may_help(int number, FailureKind kind)
    {
        var error = SqlErrors.Of(number);
        Assert.Equal(kind, SqlServerFailures.Classify(error));
        Assert.Equal(kind, SqlServerFailures.Classify(new DbUpdateException("x", new InvalidOperationException("y", error))));
    }

    [Fact]
    public void Whatever_is_worth_another_try_has_an_outcome_when_the_tries_are_used_up() =>
        Assert.Empty(SqlServerFailures.Passing.Concat(SqlServerFailures.Lost).Except(SqlServerErrors.Outcomes.Keys));

    [Fact]
    public void No_number_is_without_a_test() => Assert.Equal(Table.Count, SqlServerErrors.Outcomes.Count);

    [Theory]
    [InlineData(208)]
    [InlineData(229)]
    [InlineData(515)]
    [InlineData(547)]
    [InlineData(2601)]
    [InlineData(2627)]
    [InlineData(51000)]
    public void What_the_code_or_a_rule_is_to_blame_for_stays_an_exception(int number) =>
        Assert.Null(SqlServerErrors.Translate(SqlErrors.Of(number), CancellationToken.None));

    [Fact]
    public void A_broken_connection_is_unavailable_whatever_its_number() =>
        Assert.Equal(BindingOutcome.DatabaseUnavailable, Refusal(SqlErrors.Of(99_999, severity: 20)));

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    public void Cancelled_work_is_cancelled(int number)
    {
        using var gone = new CancellationTokenSource();
        gone.Cancel();
        Assert.IsType<OperationCanceledException>(SqlServerErrors.Translate(SqlErrors.Of(number), gone.Token));
        Assert.IsType<OperationCanceledException>(SqlServerErrors.Translate(new TaskCanceledException(), gone.Token));
    }

    [Fact]
    public void A_cancelled_caller_does_not_hide_another_trouble()
    {
        using var gone = new CancellationTokenSource();
        gone.Cancel();
        Assert.IsType<BindingRefusedException>(SqlServerErrors.Translate(SqlErrors.Of(9002), gone.Token));
    }

    [Fact]
    public async Task While_others_make_databases_it_waits_and_goes_on()
    {
        var tries = 0;
        await SqlServerMaking.PersistAsync(() => ++tries < 4 ? throw SqlErrors.Of(1807) : Task.CompletedTask, CancellationToken.None);
        Assert.Equal(4, tries);

        tries = 0;
        await Assert.ThrowsAsync<Microsoft.Data.SqlClient.SqlException>(() =>
            SqlServerMaking.PersistAsync(() => ++tries < 4 ? throw SqlErrors.Of(1105) : Task.CompletedTask, CancellationToken.None)
        );
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_for_a_database_is_let_go()
    {
        using var gone = new CancellationTokenSource();
        var tries = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            SqlServerMaking.PersistAsync(
                () =>
                {
                    if (++tries == 3)
                    {
                        gone.Cancel();
                    }

                    throw SqlErrors.Of(49920);
                },
                gone.Token
            )
        );
        Assert.Equal(3, tries);
    }

    [Fact]
    public void A_vault_that_does_not_answer_is_unavailable() =>
        Assert.Equal(BindingOutcome.DatabaseUnavailable, Refusal(new VaultUnavailableException("x")));

    private static BindingOutcome Refusal(Exception exception) =>
        Assert.IsType<BindingRefusedException>(SqlServerErrors.Translate(exception, CancellationToken.None)).Outcome;
}
