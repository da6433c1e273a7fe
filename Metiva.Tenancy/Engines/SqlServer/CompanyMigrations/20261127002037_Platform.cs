using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metiva.Tenancy.Engines.SqlServer.CompanyMigrations
{
    /// <inheritdoc />
    public partial class Platform : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "SettingChanges",
                columns: table => new
                {
                    GroupKey = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Form = table.Column<int>(type: "int", nullable: false),
                    Value = table.Column<string>(
                        type: "nvarchar(4000)",
                        maxLength: 4000,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    ChangedAt = table.Column<long>(type: "bigint", nullable: false),
                    ChangedBy = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    ChangedByName = table.Column<string>(
                        type: "nvarchar(200)",
                        maxLength: 200,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SettingChanges", x => new { x.GroupKey, x.Version });
                }
            );

            migrationBuilder.CreateTable(
                name: "Settings",
                columns: table => new
                {
                    GroupKey = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Form = table.Column<int>(type: "int", nullable: false),
                    Value = table.Column<string>(
                        type: "nvarchar(4000)",
                        maxLength: 4000,
                        nullable: false,
                        collation: "Latin1_General_CI_AS"
                    ),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Settings", x => x.GroupKey);
                }
            );

            migrationBuilder.CreateTable(
                name: "WorkItems",
                columns: table => new
                {
                    Id = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Kind = table.Column<string>(
                        type: "varchar(64)",
                        unicode: false,
                        maxLength: 64,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Payload = table.Column<string>(
                        type: "varchar(1000)",
                        unicode: false,
                        maxLength: 1000,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Key = table.Column<string>(
                        type: "varchar(128)",
                        unicode: false,
                        maxLength: 128,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    RequestedBy = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    DueAt = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Attempts = table.Column<int>(type: "int", nullable: false),
                    ClaimedBy = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    ClaimedUntil = table.Column<long>(type: "bigint", nullable: true),
                    Progress = table.Column<int>(type: "int", nullable: true),
                    CancelAsked = table.Column<bool>(type: "bit", nullable: false),
                    Trouble = table.Column<string>(
                        type: "varchar(200)",
                        unicode: false,
                        maxLength: 200,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkItems", x => x.Id);
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_Key",
                table: "WorkItems",
                column: "Key",
                unique: true,
                filter: "[Key] IS NOT NULL"
            );

            migrationBuilder.CreateIndex(name: "IX_WorkItems_State_DueAt", table: "WorkItems", columns: new[] { "State", "DueAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "SettingChanges");

            migrationBuilder.DropTable(name: "Settings");

            migrationBuilder.DropTable(name: "WorkItems");
        }
    }
}
