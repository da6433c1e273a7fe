using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metiva.Tenancy.Engines.Sqlite.ControlPlaneMigrations
{
    /// <inheritdoc />
    public partial class Servers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Address",
                table: "Servers",
                type: "TEXT",
                maxLength: 400,
                nullable: false,
                defaultValue: ""
            );

            migrationBuilder.AddColumn<long>(name: "CheckedAt", table: "Servers", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "State",
                table: "Servers",
                type: "TEXT",
                unicode: false,
                maxLength: 32,
                nullable: false,
                defaultValue: "Open"
            );

            migrationBuilder.AddColumn<string>(name: "Trouble", table: "Servers", type: "TEXT", maxLength: 100, nullable: true);

            migrationBuilder.AddColumn<long>(name: "Version", table: "Servers", type: "INTEGER", nullable: false, defaultValue: 0L);

            migrationBuilder.AddColumn<long>(name: "CredentialAt", table: "Companies", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Login",
                table: "Companies",
                type: "TEXT",
                unicode: false,
                maxLength: 32,
                nullable: false,
                defaultValue: "A"
            );

            migrationBuilder.AddColumn<string>(
                name: "Plan",
                table: "Companies",
                type: "TEXT",
                unicode: false,
                maxLength: 32,
                nullable: false,
                defaultValue: "Standard"
            );

            migrationBuilder.CreateTable(
                name: "CompanyMoves",
                columns: table => new
                {
                    CompanyId = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Id = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    FromServer = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    FromDatabase = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    ToServer = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ToDatabase = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Step = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    RowsCopied = table.Column<long>(type: "INTEGER", nullable: false),
                    RowsToCopy = table.Column<long>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    RequestedBy = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    RequestedByName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    StepAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Trouble = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CompanyMoves", x => x.CompanyId);
                }
            );

            migrationBuilder.CreateTable(
                name: "CredentialRotations",
                columns: table => new
                {
                    CompanyId = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Id = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    From = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Step = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    RequestedBy = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: true),
                    RequestedByName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    StepAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Trouble = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CredentialRotations", x => x.CompanyId);
                }
            );

            migrationBuilder.CreateIndex(name: "IX_Companies_Server", table: "Companies", column: "Server");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "CompanyMoves");

            migrationBuilder.DropTable(name: "CredentialRotations");

            migrationBuilder.DropIndex(name: "IX_Companies_Server", table: "Companies");

            migrationBuilder.DropColumn(name: "Address", table: "Servers");

            migrationBuilder.DropColumn(name: "CheckedAt", table: "Servers");

            migrationBuilder.DropColumn(name: "State", table: "Servers");

            migrationBuilder.DropColumn(name: "Trouble", table: "Servers");

            migrationBuilder.DropColumn(name: "Version", table: "Servers");

            migrationBuilder.DropColumn(name: "CredentialAt", table: "Companies");

            migrationBuilder.DropColumn(name: "Login", table: "Companies");

            migrationBuilder.DropColumn(name: "Plan", table: "Companies");
        }
    }
}
