namespace Metiva.Web.Ui;

/// <summary>Looks again at what goes on by itself, while somebody looks at it.</summary>
internal static class LiveView
{
    private static readonly TimeSpan WhileMoving = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Otherwise = TimeSpan.FromSeconds(10);

    /// <summary>Shows again every two seconds while something moves, every ten seconds when nothing does, until the page is left.</summary>
    internal static async Task FollowAsync(Func<bool> isMoving, Func<Task> showAgain, TimeProvider time, CancellationToken left)
    {
        try
        {
            while (true)
            {
                await Task.Delay(isMoving() ? WhileMoving : Otherwise, time, left);
                await showAgain();
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The page was left.
        }
    }
}
