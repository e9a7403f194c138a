package dev.cairn.tooling.lint;

import dev.cairn.catalog.Table;
import dev.cairn.engine.alter.ClauseKind;
import dev.cairn.migration.MigrationRows;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Lint;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.AlterTable;
import dev.cairn.tooling.lint.LintInput.LintedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reports the remarks that a plan shows, too, as far as they concern rows that existed before the migration. */
final class StepLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        for (LintedMigration migration : input.migrations()) {
            MigrationRows rows = new MigrationRows(migration.before());
            for (LintedStatement statement : migration.statements()) {
                checkStatement(input, statement, rows, findings);
                statement.trackRows(rows, input.profile());
            }
        }
    }

    private static void checkStatement(
            LintInput input, LintedStatement statement, MigrationRows rows, LintFindings findings) {
        for (Marker marker : statement.step().action().markers()) {
            if (marker instanceof Marker.Unfilled unfilled) {
                findings.add(
                        LintRule.UNFILLED_COLUMN,
                        statement.subject(),
                        "the statement writes NULL to " + unfilled.columns()
                                + ", which must not be NULL, and fails if there is a row");
            }
        }
        for (Lint lint : statement.step().lints()) {
            LintRule rule = lint.rule();
            if (rule == null) {
                continue;
            }
            switch (rule) {
                case IGNORED_PROPERTY, LACKS_VALUES -> findings.add(rule, statement.subject(), lint.message());
                case REWRITES_TABLE,
                        BUILDS_ROLLUP,
                        SHORTENS_RETENTION,
                        LOSES_DEFAULT,
                        NOT_NULL_WITHOUT_DEFAULT,
                        COPY_FAILS,
                        LOSES_VALUES,
                        MERGES_ROWS -> {
                    if (concernsRows(statement, lint, rows)) {
                        findings.add(rule, statement.subject(), describeStep(input, statement, rule, lint));
                    }
                }
                default -> {
                    // other checks know the whole migration, or the rules of access
                }
            }
        }
        describeDropped(statement, rows)
                .ifPresent(what -> findings.add(LintRule.DROPS_DATA, statement.subject(), "the statement " + what));
    }

    /** Whether the object of a remark had rows before the migration. */
    private static boolean concernsRows(LintedStatement statement, Lint lint, MigrationRows rows) {
        ObjectName target = statement.step().object();
        if (target == null) {
            return true;
        }
        ObjectName concerned = target.withName(lint.subject().split("\\.", 2)[0]);
        boolean table =
                statement.before().table(concerned.database(), concerned.name()).isPresent();
        return !table || rows.findOrigin(concerned).isPresent();
    }

    /** Returns what a statement drops that nothing copied before. */
    private static Optional<String> describeDropped(LintedStatement linted, MigrationRows rows) {
        Optional<String> described = linted.step().lints().stream()
                .filter(lint -> lint.rule() == LintRule.DROPS_DATA)
                .map(Lint::message)
                .findFirst();
        Statement statement = linted.statement().orElse(null);
        if (statement instanceof Statement.DropTable drop) {
            return drop.temporary()
                    ? Optional.empty()
                    : describeDropped(linted, linted.resolveObject(drop.table()), "drops ", rows);
        }
        if (statement instanceof Statement.TruncateTable truncate) {
            ObjectName name = linted.resolveObject(truncate.table());
            return truncate.partitions() == null
                    ? describeDropped(linted, name, "empties ", rows)
                    : described.filter(what -> rows.findOrigin(name).isPresent());
        }
        if (statement instanceof AlterTable alter) {
            return describeDropped(linted, alter, rows);
        }
        // RowChangeLintCheck describes INSERT OVERWRITE, DELETE and UPDATE.
        return described.filter(what -> !(statement instanceof Statement.OpaqueStatement));
    }

    private static Optional<String> describeDropped(
            LintedStatement linted, ObjectName name, String verb, MigrationRows rows) {
        Optional<Table> table = linted.before().table(name.database(), name.name());
        Optional<ObjectName> origin = rows.findOrigin(name);
        if (table.isEmpty() || origin.isEmpty()) {
            return Optional.empty();
        }
        String shown = StagingName.plainName(origin.get().name());
        List<String> lost = rows.uncopiedColumns(name, table.get());
        if (lost.isEmpty()) {
            return Optional.empty();
        }
        boolean all = lost.size() == table.get().writableColumns().size();
        return Optional.of(verb
                + (all
                        ? shown
                        : String.join(
                                ", ",
                                lost.stream()
                                        .map(column -> shown + "." + column)
                                        .toList())));
    }

    /** Returns what an ALTER drops; lost values of a changed column are a remark of their own. */
    private static Optional<String> describeDropped(LintedStatement linted, AlterTable alter, MigrationRows rows) {
        ObjectName name = linted.resolveObject(alter.table());
        Optional<Table> table = linted.before().table(name.database(), name.name());
        if (table.isEmpty() || rows.findOrigin(name).isEmpty()) {
            return Optional.empty();
        }
        boolean moved = linted.step().action().isMarked(Marker.Rebuild.class);
        List<String> uncopied = rows.uncopiedColumns(name, table.get());
        List<String> dropped = new ArrayList<>();
        for (AlterClause clause : alter.clauses()) {
            boolean remains = clause instanceof AlterClause.ModifyColumn
                    || (moved && clause instanceof AlterClause.ReplacePartitions)
                    || (clause instanceof AlterClause.DropColumn drop
                            && uncopied.stream().noneMatch(drop.column()::is));
            if (!remains) {
                ClauseKind.of(clause).describeDestroyed(table.get(), clause).ifPresent(dropped::add);
            }
        }
        return dropped.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", dropped));
    }

    /** Returns the message of a remark. If it is about a cost, it says how large the table is. */
    private static String describeStep(LintInput input, LintedStatement statement, LintRule rule, Lint lint) {
        ObjectName object = statement.step().object();
        return object != null && rule.family() == LintRule.Family.COSTS
                ? lint.message() + CostLintCheck.describeFigures(input.figures(), object)
                : lint.message();
    }
}
