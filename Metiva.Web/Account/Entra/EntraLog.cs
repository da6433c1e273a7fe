namespace Metiva.Web.Identity.Entra;

/// <summary>What the sign-in says in the log: reasons and ids, never a token, code or claim.</summary>
internal static partial class EntraLog
{
    [LoggerMessage(EventId = 7001, Level = LogLevel.Warning, Message = "A sign-in was refused: {Reason}.")]
    public static partial void SignInRefused(this ILogger logger, SignInFailure reason, Exception? cause);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Warning, Message = "The issuer answered a sign-in with the error {Code}.")]
    public static partial void IssuerAnswered(this ILogger logger, string code);

    [LoggerMessage(EventId = 7003, Level = LogLevel.Information, Message = "Session {Session} of person {Person} began.")]
    public static partial void SessionBegan(this ILogger logger, Guid session, Guid person);

    [LoggerMessage(
        EventId = 7004,
        Level = LogLevel.Information,
        Message = "Signing in without a question was not possible ({Code}); the person is asked."
    )]
    public static partial void AsksAfterAll(this ILogger logger, string code);

    [LoggerMessage(EventId = 7005, Level = LogLevel.Warning, Message = "A call to the claims provider was refused: {Reason}.")]
    public static partial void ClaimsCallRefused(this ILogger logger, string reason);

    [LoggerMessage(EventId = 7006, Level = LogLevel.Information, Message = "The issuer ended {Count} sessions.")]
    public static partial void IssuerEndedSessions(this ILogger logger, int count);

    [LoggerMessage(EventId = 7007, Level = LogLevel.Error, Message = "A session could not be ended in the control plane.")]
    public static partial void SessionNotEnded(this ILogger logger, Exception cause);
}
