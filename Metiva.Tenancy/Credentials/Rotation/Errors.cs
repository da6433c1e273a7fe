using Metiva.Domain.Shared;

namespace Metiva.Tenancy.Credentials.Rotation;

/// <summary>This engine has no logins whose password could be replaced.</summary>
public sealed record NoLogins()
    : Error("credentials.no-logins", "This installation's engine has no login per company, so there is no password to replace.");

/// <summary>A company has at most one rotation at a time.</summary>
public sealed record RotationUnderWay()
    : Error("credentials.under-way", "The password of this company is being replaced already. Wait until that is finished.");

/// <summary>A company that is being made, moved or closed keeps its password until that is done.</summary>
public sealed record CompanyNotSettled()
    : Error("credentials.not-settled", "This company is being made, moved or closed. Try again when that is finished.");
