using Gemeinwerk.Storage;
using Npgsql;

namespace Gemeinwerk.Tests.Storage;

public class AddressTests
{
    [Fact]
    public void An_address_names_user_password_host_port_database_and_options()
    {
        var read = new NpgsqlConnectionStringBuilder(PostgresAddress.ConnectionString(
            "postgres://k%C3%A4mmerei:p%40ss%3A%2F@db.example:6543/b%C3%BCcher?sslmode=require&application%20name=gw"));
        Assert.Equal(("kämmerei", "p@ss:/", "db.example", 6543, "bücher"),
            (read.Username, read.Password, read.Host, read.Port, read.Database));
        Assert.Equal((SslMode.Require, "gw"), (read.SslMode, read.ApplicationName));
    }

    [Fact]
    public void Port_and_password_may_be_left_out()
    {
        var read = new NpgsqlConnectionStringBuilder(PostgresAddress.ConnectionString("postgresql://gw@localhost/gw"));
        Assert.Equal((5432, null), (read.Port, read.Password));
    }

    [Theory]
    [InlineData("mysql://x/y", true)]
    [InlineData("HTTP://x", true)]
    [InlineData("postgres://x/y", false)]
    [InlineData("C:\\books.db", false)]
    [InlineData("books://.db/x", true)]
    [InlineData("a/b://c", false)]
    public async Task An_address_of_something_else_makes_no_folder(string address, bool isForeign)
    {
        Assert.Equal(isForeign, PostgresAddress.IsForeign(address));
        if (!isForeign) return;
        Assert.NotNull(PostgresAddress.Refuse(address));
        await Assert.ThrowsAsync<UriFormatException>(() => Database.Open(address));
    }

    [Theory]
    [InlineData("books.db", false)]
    [InlineData("/var/lib/postgres/books.db", false)]
    [InlineData("postgres://x/y", true)]
    [InlineData("postgresql://x/y", true)]
    public void A_path_is_not_taken_for_an_address(string address, bool isPostgres) =>
        Assert.Equal(isPostgres, PostgresAddress.Is(address));
}
