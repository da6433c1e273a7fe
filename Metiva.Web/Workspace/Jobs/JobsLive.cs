namespace Metiva.Web.Workspace.Jobs;

/// <summary>Looks again at jobs while somebody looks at them.</summary>
internal static class JobsLive
{
    private static readonly TimeSpan WhileRunning = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Otherwise = TimeSpan.FromSeconds(10);

    /// <summary>Shows again every two seconds while something runs, every ten seconds when nothing does, until the page is left.</summary>
    internal static async Task FollowAsync(Func<bool> isRunning, Func<Task> showAgain, TimeProvider time, CancellationToken left)
    {
        try
        {
            while (true)
            {
                await Task.Delay(isRunning() ? WhileRunning : Otherwise, time, left);
                await showAgain();
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The page was left.
        }
    }
}
