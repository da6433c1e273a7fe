using Metiva.Domain.Companies;
using Metiva.Web.Ui;

namespace Metiva.Web.Control;

/// <summary>Marks the texts of the control pages.</summary>
public sealed class ControlTexts;

internal static class CompanyTones
{
    /// <summary>The colour of a state.</summary>
    public static Tone Of(CompanyState state) =>
        state switch
        {
            CompanyState.Active => Tone.Good,
            CompanyState.Suspended => Tone.Warning,
            CompanyState.Closing => Tone.Bad,
            _ => Tone.Info,
        };
}
