using Xunit;

namespace Metiva.Tests.Mail;

/// <summary>A test that needs a real mail server. Where it is not there and cannot be had, it is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmtpFactAttribute : FactAttribute
{
    internal static readonly Lazy<string?> Missing = new(() =>
    {
        try
        {
            return RealSmtpServer.IsInstalled() || RealSmtpServer.Install() is not { } problem
                ? null
                : $"The mail server for tests could not be installed: {problem}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "Node.js with npm is not on this machine; the mail server for tests runs on it.";
        }
    });

    public SmtpFactAttribute() => Skip = Missing.Value;
}

/// <summary>The same for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmtpTheoryAttribute : TheoryAttribute
{
    public SmtpTheoryAttribute() => Skip = SmtpFactAttribute.Missing.Value;
}
