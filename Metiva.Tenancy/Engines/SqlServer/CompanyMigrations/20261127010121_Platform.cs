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
                name: "AuditSubjects",
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
                    Subject = table.Column<string>(
                        type: "varchar(64)",
                        unicode: false,
                        maxLength: 64,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    EncryptionKey = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ErasedAt = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditSubjects", x => x.Id);
                }
            );

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
                    Failures = table.Column<int>(type: "int", nullable: false),
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

            migrationBuilder.CreateTable(
                name: "WorkRuns",
                columns: table => new
                {
                    ItemId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Attempt = table.Column<int>(type: "int", nullable: false),
                    StartedAt = table.Column<long>(type: "bigint", nullable: false),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true),
                    Outcome = table.Column<string>(
                        type: "varchar(32)",
                        unicode: false,
                        maxLength: 32,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Trouble = table.Column<string>(
                        type: "varchar(200)",
                        unicode: false,
                        maxLength: 200,
                        nullable: true,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Node = table.Column<string>(
                        type: "varchar(100)",
                        unicode: false,
                        maxLength: 100,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkRuns", x => new { x.ItemId, x.Attempt });
                }
            );

            migrationBuilder.CreateTable(
                name: "AuditValues",
                columns: table => new
                {
                    Reference = table.Column<string>(
                        type: "char(22)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 22,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    SubjectId = table.Column<string>(
                        type: "char(36)",
                        unicode: false,
                        fixedLength: true,
                        maxLength: 36,
                        nullable: false,
                        collation: "Latin1_General_100_BIN2"
                    ),
                    Cipher = table.Column<byte[]>(type: "varbinary(2000)", maxLength: 2000, nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditValues", x => x.Reference);
                    table.ForeignKey(
                        name: "FK_AuditValues_AuditSubjects_SubjectId",
                        column: x => x.SubjectId,
                        principalTable: "AuditSubjects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.CreateIndex(name: "IX_AuditSubjects_Subject", table: "AuditSubjects", column: "Subject");

            migrationBuilder.CreateIndex(name: "IX_AuditValues_SubjectId", table: "AuditValues", column: "SubjectId");

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_Key",
                table: "WorkItems",
                column: "Key",
                unique: true,
                filter: "[Key] IS NOT NULL"
            );

            migrationBuilder.CreateIndex(name: "IX_WorkItems_Kind_CreatedAt", table: "WorkItems", columns: new[] { "Kind", "CreatedAt" });

            migrationBuilder.CreateIndex(name: "IX_WorkItems_State_DueAt", table: "WorkItems", columns: new[] { "State", "DueAt" });

            foreach (var statement in AuditSubjectTriggers.Statements)
            {
                migrationBuilder.Sql(statement);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "AuditValues");

            migrationBuilder.DropTable(name: "SettingChanges");

            migrationBuilder.DropTable(name: "Settings");

            migrationBuilder.DropTable(name: "WorkItems");

            migrationBuilder.DropTable(name: "WorkRuns");

            migrationBuilder.DropTable(name: "AuditSubjects");
        }
    }
}
