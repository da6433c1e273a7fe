using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Metiva.Tests.Load;

/// <summary>
/// Gives a process so much memory and not more: with a control group of its own, which counts all that it uses and ends it above that,
/// where this process may make one; else with a limit on its managed heap alone, as the runtime sets it in a container of that size.
/// </summary>
internal sealed class MemoryLimit : IDisposable
{
    // What the runtime gives the heap of a container's memory when nobody says otherwise.
    private const double HeapShare = 0.75;
    private readonly string? group;
    private readonly long bytes;

    private MemoryLimit(string? group, long bytes) => (this.group, this.bytes) = (group, bytes);

    /// <summary>What it is, for the report.</summary>
    public string Description =>
        group is not null
            ? "a control group, for all that the process uses"
            : "the runtime's limit for the managed heap (three quarters of it); no control group could be made here";

    public static MemoryLimit Of(int megabytes)
    {
        var most = (long)megabytes << 20;
        return new MemoryLimit(
            Make("/sys/fs/cgroup", "memory.max", most) ?? Make("/sys/fs/cgroup/memory", "memory.limit_in_bytes", most),
            most
        );
    }

    /// <summary>Makes a process start inside the limit. A shell joins the group first and then becomes the process, under the same id.</summary>
    public void Surround(ProcessStartInfo start)
    {
        if (group is null)
        {
            start.Environment["DOTNET_GCHeapHardLimit"] = ((long)(bytes * HeapShare)).ToString("x", CultureInfo.InvariantCulture);
            return;
        }

        var program = start.FileName;
        start.FileName = "/bin/sh";
        string[] joining = ["-c", "echo $$ > \"$0/cgroup.procs\" && exec \"$@\"", group, program];
        foreach (var (index, argument) in joining.Index())
        {
            start.ArgumentList.Insert(index, argument);
        }
    }

    public void Dispose()
    {
        if (group is null)
        {
            return;
        }

        try
        {
            Directory.Delete(group);
        }
        catch (IOException)
        {
            // Its last process has not quite gone. An empty group uses nothing.
        }
    }

    private static string? Make(string parent, string limit, long most)
    {
        var made = Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"metiva-load-{Environment.ProcessId}"));
        try
        {
            if (!Directory.Exists(parent) || !File.Exists(Path.Combine(parent, "cgroup.procs")))
            {
                return null;
            }

            Directory.CreateDirectory(made);
            using var file = new FileStream(Path.Combine(made, limit), FileMode.Open, FileAccess.Write);
            file.Write(Encoding.ASCII.GetBytes(most.ToString(CultureInfo.InvariantCulture)));
            return made;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(made))
            {
                Directory.Delete(made);
            }

            return null;
        }
    }
}
