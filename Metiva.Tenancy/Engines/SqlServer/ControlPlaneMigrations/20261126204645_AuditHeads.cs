using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metiva.Tenancy.Engines.SqlServer.ControlPlaneMigrations
{
    /// <inheritdoc />
    public partial class AuditHeads : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "AuditHeads",
                columns: table => new
                {
                    CompanyId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<string>(
                        type: "char(64)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 64,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    AnchoredAt = table.Column<long>(type: "bigint", nullable: false),
                    Signature = table.Column<string>(
                        type: "varchar(128)",
                        unicode: false,
                        maxLength: 128,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditHeads", x => x.CompanyId);
                }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "AuditHeads");
        }
    }
}
