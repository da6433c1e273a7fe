using Metiva.Domain.Companies;
using Metiva.Tenancy.Jobs;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Jobs;

/// <summary>Whose turn it is.</summary>
public sealed class WorkQueueTests
{
    private static readonly CompanyId A = new(Guid.NewGuid());
    private static readonly CompanyId B = new(Guid.NewGuid());

    private readonly ManualTime time = new();
    private readonly WorkQueue queue;

    public WorkQueueTests() => queue = new WorkQueue(time);

    [Fact]
    public void Nobody_has_a_turn_before_something_is_due()
    {
        Assert.Null(queue.TryTake());
        queue.Note(A, time.GetUtcNow().AddMinutes(1));
        Assert.Null(queue.TryTake());
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(A, queue.TryTake());
    }

    [Fact]
    public void The_one_that_was_served_longest_ago_comes_first()
    {
        List<CompanyId> served = [];
        queue.Note(A, time.GetUtcNow());
        queue.Note(B, time.GetUtcNow());
        for (var turn = 0; turn < 6; turn++)
        {
            var company = queue.TryTake()!.Value;
            served.Add(company);
            queue.Claimed(company, gotOne: true, time.GetUtcNow());
            queue.Ended(company, time.GetUtcNow());
        }

        Assert.Equal(3, served.Count(company => company == A));
        Assert.All(Enumerable.Range(1, 5), turn => Assert.NotEqual(served[turn - 1], served[turn]));
    }

    [Fact]
    public void One_that_has_two_running_waits_for_one_of_them()
    {
        queue.Note(A, time.GetUtcNow());
        foreach (var _ in Enumerable.Range(0, WorkOptions.PerCompany))
        {
            Assert.Equal(A, queue.TryTake());
            queue.Claimed(A, gotOne: true, time.GetUtcNow());
        }

        Assert.Null(queue.TryTake());
        queue.Ended(A, time.GetUtcNow());
        Assert.Equal(A, queue.TryTake());
    }

    [Fact]
    public void What_is_told_while_its_turn_is_looked_up_is_not_lost()
    {
        queue.Note(A, time.GetUtcNow());
        Assert.Equal(A, queue.TryTake());
        queue.Note(A, time.GetUtcNow());
        Assert.Null(queue.TryTake());
        queue.Claimed(A, gotOne: false, nextAt: null);
        Assert.Equal(A, queue.TryTake());
    }

    [Fact]
    public async Task Whoever_waits_is_woken_by_news()
    {
        var waiting = queue.TakeAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        queue.Note(B, time.GetUtcNow());
        Assert.Equal(B, await waiting.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(4, 80)]
    [InlineData(40, 3_600)]
    public void Each_failure_doubles_the_wait_up_to_an_hour_and_a_bit(int failures, int seconds)
    {
        var wait = new WorkOptions().RetryAfter(failures);
        Assert.InRange(wait.TotalSeconds, seconds, seconds * 1.2);
    }
}
