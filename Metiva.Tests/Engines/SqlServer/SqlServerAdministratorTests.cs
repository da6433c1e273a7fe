using Metiva.Tenancy.Engines.SqlServer;
using Xunit;

namespace Metiva.Tests.Engines.SqlServer;

/// <summary>What somebody registers as a server's administrator sends nothing of this machine anywhere.</summary>
public sealed class SqlServerAdministratorTests
{
    private const string Plain = "User ID=beheer;Password=geheim;Encrypt=True";

    [Theory]
    [InlineData("Server=db1;User ID=beheer;Password=geheim")]
    [InlineData("Data Source=db1,1433;UID=beheer;PWD=geheim;Encrypt=Strict;HostNameInCertificate=db1.example")]
    [InlineData("Server=db1;User ID=beheer;Password='a;b=c';TrustServerCertificate=True;ConnectRetryCount=0;Database=master")]
    public void A_name_a_password_and_how_the_line_is_protected_are_taken(string text) => Assert.Null(SqlServerAdministrator.Check(text));

    [Theory]
    [InlineData("Server=db1;Integrated Security=True")]
    [InlineData("Server=db1;User ID=x;Password=y;Authentication=Active Directory Managed Identity")]
    [InlineData("Server=db1;User ID=x;Password=y;Authentication=Active Directory Default")]
    [InlineData("Server=db1;User ID=x;Password=y;Failover Partner=elsewhere")]
    [InlineData("Server=db1;User ID=x;Password=y;ServerCertificate=/etc/hostname")]
    [InlineData("Server=db1;User ID=x;Password=y;AttachDbFilename=/tmp/x.mdf")]
    [InlineData("Server=db1;User ID=x;Password=y;Column Encryption Setting=Enabled")]
    [InlineData("Server=db1;User ID=x")]
    [InlineData("Server=db1;Password=ab;cd=1;User ID=x")]
    [InlineData("geheim")]
    public void Anything_else_is_refused_without_quoting_it(string text)
    {
        Assert.NotNull(SqlServerAdministrator.Check(text));
        var refused = Assert.Throws<ArgumentException>(() => SqlServerAdministrator.For("db1", text));
        Assert.DoesNotContain("geheim", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("db1", true)]
    [InlineData("db1.example.nl,1433", true)]
    [InlineData(@"db1\instance", true)]
    [InlineData("127.0.0.1,1433", true)]
    [InlineData(@"np:\\host\pipe\sql\query", false)]
    [InlineData("admin:db1", false)]
    [InlineData("(localdb)\\x", false)]
    [InlineData("db1;Integrated Security=True", false)]
    [InlineData("", false)]
    [InlineData("db1 ", false)]
    public void An_address_is_a_host_with_a_port_or_an_instance(string address, bool isOne) =>
        Assert.Equal(isOne, SqlServerAdministrator.IsAddress(address));

    [Fact]
    public void It_is_kept_for_one_address_and_read_for_no_other()
    {
        var kept = SqlServerAdministrator.For("db1.example", "Server=wherever;" + Plain);
        Assert.Equal("db1.example", SqlServerAdministrator.Read("db1.example", kept)?.DataSource);
        Assert.Null(SqlServerAdministrator.Read("sql.evil.example", kept));
    }
}
