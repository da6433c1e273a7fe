using System.Security.Cryptography;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>Passwords for logins that no person ever types.</summary>
internal static class SqlServerPassword
{
    private const int Length = 43;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// <summary>A new one of 256 bits and more, of the kinds of characters that a server's policy asks for.</summary>
    public static string New()
    {
        while (true)
        {
            var password = RandomNumberGenerator.GetString(Alphabet, Length);
            if (password.Any(char.IsUpper) && password.Any(char.IsLower) && password.Any(char.IsDigit))
            {
                return password;
            }
        }
    }
}
