using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metiva.Tenancy.Engines.SqlServer.ControlPlaneMigrations
{
    /// <inheritdoc />
    public partial class WhoGaveAMoveUp : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "GivenUpBy",
                table: "CompanyMoves",
                type: "char(36)",
                unicode: false,
                fixedLength: true,
                maxLength: 36,
                nullable: true,
                collation: "Latin1_General_100_BIN2"
            );

            migrationBuilder.AddColumn<string>(
                name: "GivenUpByName",
                table: "CompanyMoves",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true,
                collation: "Latin1_General_CI_AS"
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "GivenUpBy", table: "CompanyMoves");

            migrationBuilder.DropColumn(name: "GivenUpByName", table: "CompanyMoves");
        }
    }
}
