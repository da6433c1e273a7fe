using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Xunit;
using static Metiva.Tests.Support.Samples;

namespace Metiva.Tests.Domain.Companies;

public sealed class CompanyProfileTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0];

    private readonly CompanyProfile profile = CompanyProfile.Create(Details("#0F766E")).Value;

    [Theory]
    [InlineData("0f766e")]
    [InlineData("#0f766")]
    [InlineData("#0f766g")]
    [InlineData("red;}</style>")]
    [InlineData("")]
    public void A_colour_is_a_hash_and_six_digits(string colour) =>
        Assert.Equal(new InvalidField("BrandColour", "format"), CompanyProfile.Create(Details(colour)).Error);

    [Fact]
    public void A_colour_is_kept_in_lower_case() => Assert.Equal("#0f766e", profile.BrandColour);

    [Fact]
    public void A_logo_is_what_it_says_it_is()
    {
        Must(profile.ChangeLogo(Png, "image/png"));
        Assert.False(profile.ChangeLogo(Png, "image/jpeg").Ok);
        Assert.False(profile.ChangeLogo("<svg onload=alert(1)>"u8.ToArray(), "image/svg+xml").Ok);
        Assert.False(profile.ChangeLogo([.. Png, .. new byte[Limits.LogoBytes]], "image/png").Ok);
        Assert.Equal("image/png", profile.LogoContentType);
        Must(profile.ChangeLogo(null, null));
        Assert.Null(profile.Logo);
    }

    private static CompanyDetails Details(string colour) => new("Noordlicht Digital B.V.", Office, null, null, colour);
}
