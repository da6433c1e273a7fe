using Metiva.Domain.Shared;

namespace Metiva.Domain.Features;

/// <summary>This part of the product is switched off for this company.</summary>
public sealed record SwitchedOff(string Name) : Error("features.off", "This part is not switched on for this company. Ask the agency.");
