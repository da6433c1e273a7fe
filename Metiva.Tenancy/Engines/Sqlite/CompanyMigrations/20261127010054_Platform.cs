using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metiva.Tenancy.Engines.Sqlite.CompanyMigrations
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
                    Id = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    EncryptionKey = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ErasedAt = table.Column<long>(type: "INTEGER", nullable: true),
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
                    GroupKey = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    Form = table.Column<int>(type: "INTEGER", nullable: false),
                    Value = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedBy = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    ChangedByName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
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
                    GroupKey = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Form = table.Column<int>(type: "INTEGER", nullable: false),
                    Value = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
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
                    Id = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    Payload = table.Column<string>(type: "TEXT", unicode: false, maxLength: 1000, nullable: false),
                    Key = table.Column<string>(type: "TEXT", unicode: false, maxLength: 128, nullable: true),
                    RequestedBy = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    Failures = table.Column<int>(type: "INTEGER", nullable: false),
                    ClaimedBy = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: true),
                    ClaimedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Progress = table.Column<int>(type: "INTEGER", nullable: true),
                    CancelAsked = table.Column<bool>(type: "INTEGER", nullable: false),
                    Trouble = table.Column<string>(type: "TEXT", unicode: false, maxLength: 200, nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
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
                    ItemId = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Outcome = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Trouble = table.Column<string>(type: "TEXT", unicode: false, maxLength: 200, nullable: true),
                    Node = table.Column<string>(type: "TEXT", unicode: false, maxLength: 100, nullable: false),
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
                    Reference = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 22, nullable: false),
                    SubjectId = table.Column<string>(type: "TEXT", unicode: false, fixedLength: true, maxLength: 36, nullable: false),
                    Cipher = table.Column<byte[]>(type: "BLOB", maxLength: 2000, nullable: false),
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

            migrationBuilder.CreateIndex(name: "IX_WorkItems_Key", table: "WorkItems", column: "Key", unique: true);

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
