namespace Metiva.Domain.Servers;

/// <summary>What is wrong with a server, without any driver's words.</summary>
public enum ServerTrouble
{
    /// <summary>It does not answer, or its directory is not there.</summary>
    Unreachable = 1,

    /// <summary>It does not let the administrator sign in.</summary>
    SignInRefused = 2,

    /// <summary>The administrator may not make databases, or the directory cannot be written.</summary>
    MayNotCreate = 3,

    /// <summary>The engine there is too old.</summary>
    TooOld = 4,

    /// <summary>Others than Metiva can get at the files.</summary>
    NotPrivate = 5,

    /// <summary>The vault holds no administrator's connection string for it.</summary>
    CredentialMissing = 6,

    /// <summary>The vault does not answer.</summary>
    VaultUnavailable = 7,

    /// <summary>There is no room left.</summary>
    Full = 8,
}
