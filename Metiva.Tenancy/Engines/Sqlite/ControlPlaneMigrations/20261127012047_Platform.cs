using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metiva.Tenancy.Engines.Sqlite.ControlPlaneMigrations
{
    /// <inheritdoc />
    public partial class Platform : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "Language", table: "Invitations", type: "TEXT", maxLength: 5, nullable: true);

            migrationBuilder.AddColumn<int>(name: "SessionIdleMinutes", table: "Companies", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SettingsVersion",
                table: "Companies",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L
            );

            migrationBuilder.CreateTable(
                name: "CompanyFeatures",
                columns: table => new
                {
                    CompanyId = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Name = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    IsOn = table.Column<bool>(type: "INTEGER", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CompanyFeatures", x => new { x.CompanyId, x.Name });
                }
            );

            migrationBuilder.CreateTable(
                name: "Leases",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", unicode: false, maxLength: 50, nullable: false),
                    Holder = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Fence = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Leases", x => x.Name);
                }
            );

            migrationBuilder.CreateTable(
                name: "RecurringWork",
                columns: table => new
                {
                    Kind = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    LastAt = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RecurringWork", x => x.Kind);
                }
            );

            migrationBuilder.CreateTable(
                name: "UsageCounters",
                columns: table => new
                {
                    CompanyId = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    Resource = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Used = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "PK_UsageCounters",
                        x => new
                        {
                            x.CompanyId,
                            x.Month,
                            x.Resource,
                        }
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "UsageFlushes",
                columns: table => new
                {
                    Node = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsageFlushes", x => x.Node);
                }
            );

            migrationBuilder.CreateTable(
                name: "UsageWarnings",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    CompanyId = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Resource = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    Threshold = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ToldAt = table.Column<long>(type: "INTEGER", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsageWarnings", x => x.Id);
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_UsageCounters_Month_ChangedAt",
                table: "UsageCounters",
                columns: new[] { "Month", "ChangedAt" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_UsageWarnings_CompanyId_Resource_Month_Threshold",
                table: "UsageWarnings",
                columns: new[] { "CompanyId", "Resource", "Month", "Threshold" },
                unique: true
            );

            migrationBuilder.CreateIndex(name: "IX_UsageWarnings_ToldAt", table: "UsageWarnings", column: "ToldAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "CompanyFeatures");

            migrationBuilder.DropTable(name: "Leases");

            migrationBuilder.DropTable(name: "RecurringWork");

            migrationBuilder.DropTable(name: "UsageCounters");

            migrationBuilder.DropTable(name: "UsageFlushes");

            migrationBuilder.DropTable(name: "UsageWarnings");

            migrationBuilder.DropColumn(name: "Language", table: "Invitations");

            migrationBuilder.DropColumn(name: "SessionIdleMinutes", table: "Companies");

            migrationBuilder.DropColumn(name: "SettingsVersion", table: "Companies");
        }
    }
}
