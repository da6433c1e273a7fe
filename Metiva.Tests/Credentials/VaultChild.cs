using System.Globalization;
using Metiva.Tenancy.Credentials;
using Metiva.Tests.Support;

namespace Metiva.Tests.Credentials;

/// <summary>
/// Works on a vault in a process of its own, which kills itself when a step was reached so many times:
/// <c>vault &lt;directory&gt; &lt;work&gt; &lt;step&gt; &lt;times&gt;</c>.
/// </summary>
internal static class VaultChild
{
    public const string Command = "vault";
    public const string Never = "never";
    public const int Many = 100;

    public static SecretName Name(int number) => SecretName.RuntimeLogin(VaultDirectory.Company(number), LoginSlot.A);

    public static Task<bool> LivesAsync(string directory, string work, string dieAfter, int times = 1) =>
        TestProgram.LivesAsync(Command, directory, work, dieAfter, times.ToString(CultureInfo.InvariantCulture));

    public static async Task RunAsync(string directory, string work, string dieAfter, int times)
    {
        var vault = work == "rewrap" ? VaultDirectory.Open(directory, "two", "one") : VaultDirectory.Open(directory, "one");
        vault.AfterStep = step =>
        {
            if (step == dieAfter && --times == 0)
            {
                TestProgram.Die();
            }
        };
        switch (work)
        {
            case "write":
                await vault.WriteAsync(Name(0), "second", default);
                break;
            case "rewrap":
                await vault.RewrapAsync(default);
                break;
            case "forget":
                await vault.ForgetAsync(VaultDirectory.Company(0), default);
                break;
            case "fill":
                for (var number = 0; number < Many; number++)
                {
                    await vault.WriteAsync(Name(number), $"secret {number}", default);
                    Console.WriteLine($"kept {number}");
                }

                break;
            default:
                throw new ArgumentException($"'{work}' is no work.", nameof(work));
        }
    }
}
