using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metiva.Tenancy.Engines.Sqlite.ControlPlaneMigrations
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
                type: "TEXT",
                unicode: false,
                fixedLength: true,
                maxLength: 36,
                nullable: true
            );

            migrationBuilder.AddColumn<string>(name: "GivenUpByName", table: "CompanyMoves", type: "TEXT", maxLength: 200, nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "GivenUpBy", table: "CompanyMoves");

            migrationBuilder.DropColumn(name: "GivenUpByName", table: "CompanyMoves");
        }
    }
}
