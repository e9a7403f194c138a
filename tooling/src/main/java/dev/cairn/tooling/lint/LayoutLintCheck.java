package dev.cairn.tooling.lint;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.tooling.lint.LintSubject.SchemaPart;

/** Checks the partitioning, the distribution and the storage of each table. */
final class LayoutLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        for (Database database : input.catalog().databases().values()) {
            for (Table table : database.tables().values()) {
                new TableLayoutCheck(
                                input,
                                findings,
                                table,
                                new SchemaPart(new ObjectName(database.name(), table.name()), ""))
                        .check();
            }
        }
    }
}
