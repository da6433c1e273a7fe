using Metiva.Domain.Shared;

namespace Metiva.Domain.Contracts;

/// <summary>Only a draft can be changed or sent.</summary>
public sealed record ContractNotDraft()
    : Error("contracts.not-draft", "This contract was already sent, so its content is frozen. Cancel it and write a new one.");

/// <summary>Only a pending contract can be signed or rejected.</summary>
public sealed record ContractNotPending() : Error("contracts.not-pending", "This contract is not waiting for a signature.");

/// <summary>What is signed or rejected stays so.</summary>
public sealed record ContractClosed() : Error("contracts.closed", "This contract was already signed, rejected or cancelled.");
