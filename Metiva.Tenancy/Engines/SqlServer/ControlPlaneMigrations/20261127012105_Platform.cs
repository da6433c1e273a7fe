using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metiva.Tenancy.Engines.SqlServer.ControlPlaneMigrations
{
    /// <inheritdoc />
    public partial class Platform : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Language",
                table: "Invitations",
                type: "nvarchar(5)",
                maxLength: 5,
                nullable: true,
                collation: "Latin1_General_CI_AS"
            );

            migrationBuilder.AddColumn<int>(name: "SessionIdleMinutes", table: "Companies", type: "int", nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SettingsVersion",
                table: "Companies",
                type: "bigint",
                nullable: false,
                defaultValue: 0L
            );

            migrationBuilder.CreateTable(
                name: "CompanyFeatures",
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
                    Name = table.Column<string>(
                        type: "varchar(64)",
                        unicode: false,
                        maxLength: 64,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    IsOn = table.Column<bool>(type: "bit", nullable: false),
                    ChangedAt = table.Column<long>(type: "bigint", nullable: false),
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
                    Name = table.Column<string>(
                        type: "varchar(50)",
                        unicode: false,
                        maxLength: 50,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Holder = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Fence = table.Column<long>(type: "bigint", nullable: false),
                    Until = table.Column<long>(type: "bigint", nullable: false),
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
                    Kind = table.Column<string>(
                        type: "varchar(64)",
                        unicode: false,
                        maxLength: 64,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    LastAt = table.Column<long>(type: "bigint", nullable: false),
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
                    CompanyId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Month = table.Column<int>(type: "int", nullable: false),
                    Resource = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Used = table.Column<long>(type: "bigint", nullable: false),
                    ChangedAt = table.Column<long>(type: "bigint", nullable: false),
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
                    Node = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
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
                    Id = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    CompanyId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Resource = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Month = table.Column<int>(type: "int", nullable: false),
                    Threshold = table.Column<int>(type: "int", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    ToldAt = table.Column<long>(type: "bigint", nullable: true),
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

            foreach (var statement in QuartzTables.Statements)
            {
                migrationBuilder.Sql(statement);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var statement in QuartzTables.Removals)
            {
                migrationBuilder.Sql(statement);
            }

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
