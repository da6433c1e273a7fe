using System.Diagnostics;
using Xunit;

namespace Metiva.Tests.Support;

/// <summary>Waits for what happens by itself.</summary>
internal static class Eventually
{
    /// <summary>Waits until it is true; fails when it takes longer.</summary>
    public static Task TrueAsync(Func<bool> condition, TimeSpan within) => TrueAsync(() => Task.FromResult(condition()), within);

    /// <summary>Waits until it is true; fails when it takes longer.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan within)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < within, $"It did not happen within {within}.");
            await Task.Delay(20);
        }
    }
}
