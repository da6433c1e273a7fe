using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metiva.Tenancy.Engines.Sqlite.ControlPlaneMigrations
{
    /// <inheritdoc />
    public partial class ControlAuditSeal : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var trigger in ControlAuditTriggers.Statements)
            {
                migrationBuilder.Sql(trigger);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var trigger in new[] { "ControlAudit_Update", "ControlAudit_Delete", "ControlAudit_Replace" })
            {
                migrationBuilder.Sql($"DROP TRIGGER {trigger};");
            }
        }
    }
}
