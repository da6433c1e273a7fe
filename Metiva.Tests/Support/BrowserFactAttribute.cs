using Xunit;

namespace Metiva.Tests.Support;

/// <summary>A test that drives a real browser. Where none can be had it is skipped and says why.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = BrowserInstallation.Reason;
}

/// <summary>The same for a test with data.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = BrowserInstallation.Reason;
}
