using Metiva.Tenancy.Binding;

namespace Metiva.Web.Shell.Access;

/// <summary>Holds the signed-in person of a request, where no company is needed.</summary>
public sealed class PersonScope
{
    /// <summary>The person, or null when nobody is signed in.</summary>
    public PersonContext? ContextOrNull { get; private set; }

    /// <summary>The person.</summary>
    /// <exception cref="BindingRefusedException">Nobody is signed in.</exception>
    public PersonContext Context => ContextOrNull ?? throw new BindingRefusedException(BindingOutcome.NotSignedIn);

    internal void Set(PersonContext person) => ContextOrNull = person;
}
