namespace Metiva.Web.Development.Demo;

/// <summary>Numbers that look random and are the same on every machine and runtime for the same seed (SplitMix64).</summary>
internal sealed class DemoRandom(ulong seed)
{
    private ulong state = seed;

    /// <summary>A number from <paramref name="low"/> up to and including <paramref name="high"/>.</summary>
    public int Between(int low, int high) => low + (int)(Next() % (ulong)(high - low + 1));

    /// <summary>True this often in a hundred.</summary>
    public bool Chance(int percent) => Between(1, 100) <= percent;

    public T Pick<T>(IReadOnlyList<T> from) => from[Between(0, from.Count - 1)];

    /// <summary>Picks the first ones more often: every company has a few customers that it sees all the time.</summary>
    public T PickRegular<T>(IReadOnlyList<T> from) => from[Math.Min(Between(0, from.Count - 1), Between(0, from.Count - 1))];

    /// <summary>All of them in another order.</summary>
    public List<T> Shuffle<T>(IEnumerable<T> from)
    {
        var list = from.ToList();
        for (var index = list.Count - 1; index > 0; index--)
        {
            var other = Between(0, index);
            (list[index], list[other]) = (list[other], list[index]);
        }

        return list;
    }

    public string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + Between(0, 9))));

    private ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
