package dev.cairn.tooling.lint;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.alter.ClauseKind;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Lint;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.AlterTable;
import dev.cairn.tooling.lint.LintInput.LintedMigration;
import dev.cairn.tooling.lint.LintInput.LintedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The remarks that a plan shows, too, as far as they concern rows that existed before the migration. */
final class StepLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        for (LintedMigration migration : input.migrations()) {
            MigrationRows rows = new MigrationRows(migration.before());
            for (LintedStatement statement : migration.statements()) {
                check(input, statement, rows, findings);
                rows.follow(statement, input.profile());
            }
        }
    }

    private static void check(LintInput input, LintedStatement statement, MigrationRows rows, LintFindings findings) {
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
            switch (lint.kind()) {
                case INACTIVATES_VIEW, DROPS_DATA -> {
                    // other checks know the whole migration
                }
                case IGNORED_PROPERTY, LACKS_VALUES ->
                    findings.add(rule(lint.kind()), statement.subject(), lint.message());
                case REWRITES_TABLE,
                        BUILDS_ROLLUP,
                        SHORTENS_RETENTION,
                        LOSES_DEFAULT,
                        NOT_NULL_WITHOUT_DEFAULT,
                        LOSES_VALUES,
                        MERGES_ROWS -> {
                    if (concernsRows(statement, lint, rows)) {
                        findings.add(rule(lint.kind()), statement.subject(), message(input, statement, lint));
                    }
                }
            }
        }
        dropped(statement, rows)
                .ifPresent(what -> findings.add(LintRule.DROPS_DATA, statement.subject(), "the statement " + what));
    }

    /** Whether the object of a remark had rows before the migration. */
    private static boolean concernsRows(LintedStatement statement, Lint lint, MigrationRows rows) {
        ObjectName target = statement.step().object();
        if (target == null) {
            return true;
        }
        ObjectName concerned = target.named(lint.about().split("\\.", 2)[0]);
        boolean table =
                statement.before().table(concerned.database(), concerned.name()).isPresent();
        return !table || rows.origin(concerned).isPresent();
    }

    /** Returns what a statement drops that nothing copied before. */
    private static Optional<String> dropped(LintedStatement linted, MigrationRows rows) {
        Optional<String> described = linted.step().lints().stream()
                .filter(lint -> lint.kind() == Lint.Kind.DROPS_DATA)
                .map(Lint::message)
                .findFirst();
        Statement statement = linted.statement().orElse(null);
        if (statement instanceof Statement.DropTable drop) {
            return drop.temporary() ? Optional.empty() : dropped(linted, linted.object(drop.table()), "drops ", rows);
        }
        if (statement instanceof Statement.TruncateTable truncate) {
            ObjectName name = linted.object(truncate.table());
            return truncate.partitions() == null
                    ? dropped(linted, name, "empties ", rows)
                    : described.filter(what -> rows.origin(name).isPresent());
        }
        if (statement instanceof AlterTable alter) {
            return dropped(linted, alter, rows);
        }
        // RowChangeLintCheck describes INSERT OVERWRITE, DELETE and UPDATE.
        return described.filter(what -> !(statement instanceof Statement.Opaque));
    }

    private static Optional<String> dropped(LintedStatement linted, ObjectName name, String verb, MigrationRows rows) {
        Optional<Table> table = linted.before().table(name.database(), name.name());
        Optional<ObjectName> origin = rows.origin(name);
        if (table.isEmpty() || origin.isEmpty()) {
            return Optional.empty();
        }
        String shown = StagingName.plain(origin.get().name());
        List<String> lost = rows.uncopied(name, table.get());
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
    private static Optional<String> dropped(LintedStatement linted, AlterTable alter, MigrationRows rows) {
        ObjectName name = linted.object(alter.table());
        Optional<Table> table = linted.before().table(name.database(), name.name());
        if (table.isEmpty() || rows.origin(name).isEmpty()) {
            return Optional.empty();
        }
        boolean moved = linted.step().action().isMarked(Marker.Rebuild.class);
        List<String> uncopied = rows.uncopied(name, table.get());
        List<String> dropped = new ArrayList<>();
        for (AlterClause clause : alter.clauses()) {
            boolean remains = clause instanceof AlterClause.ModifyColumn
                    || (moved && clause instanceof AlterClause.ReplacePartitions)
                    || (clause instanceof AlterClause.DropColumn drop
                            && uncopied.stream().noneMatch(drop.column()::is));
            if (!remains) {
                ClauseKind.of(clause).destroyed(table.get(), clause).ifPresent(dropped::add);
            }
        }
        return dropped.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", dropped));
    }

    /** A remark about a cost says how large the table is. */
    private static String message(LintInput input, LintedStatement statement, Lint lint) {
        ObjectName object = statement.step().object();
        return object != null && rule(lint.kind()).family() == LintRule.Family.COSTS
                ? lint.message() + CostLintCheck.figures(input.figures(), object)
                : lint.message();
    }

    private static LintRule rule(Lint.Kind kind) {
        return switch (kind) {
            case REWRITES_TABLE -> LintRule.REWRITES_TABLE;
            case BUILDS_ROLLUP -> LintRule.BUILDS_ROLLUP;
            case INACTIVATES_VIEW -> LintRule.INACTIVATES_VIEW;
            case LACKS_VALUES -> LintRule.LACKS_VALUES;
            case DROPS_DATA -> LintRule.DROPS_DATA;
            case SHORTENS_RETENTION -> LintRule.SHORTENS_RETENTION;
            case LOSES_DEFAULT -> LintRule.LOSES_DEFAULT;
            case NOT_NULL_WITHOUT_DEFAULT -> LintRule.NOT_NULL_WITHOUT_DEFAULT;
            case LOSES_VALUES -> LintRule.LOSES_VALUES;
            case MERGES_ROWS -> LintRule.MERGES_ROWS;
            case IGNORED_PROPERTY -> LintRule.IGNORED_PROPERTY;
        };
    }

    /** Finds statements of migrations that change or replace more rows than they name. */
    static final class RowChangeLintCheck implements Linter.LintCheck {
        @Override
        public void check(LintInput input, LintFindings findings) {
            for (LintedMigration migration : input.migrations()) {
                MigrationRows rows = new MigrationRows(migration.before());
                boolean dynamic = migration.statements().stream()
                        .anyMatch(statement -> statement
                                .subject()
                                .sql()
                                .toLowerCase(Locale.ROOT)
                                .contains("dynamic_overwrite"));
                for (LintedStatement statement : migration.statements()) {
                    statement.manipulation().ifPresent(change -> check(statement, change, rows, dynamic, findings));
                    rows.follow(statement, input.profile());
                }
            }
        }

        private static void check(
                LintedStatement statement,
                Manipulation change,
                MigrationRows rows,
                boolean dynamic,
                LintFindings findings) {
            ObjectName name = statement.object(change.target());
            Table table = statement.before().table(name.database(), name.name()).orElse(null);
            if (table == null || rows.origin(name).isEmpty()) {
                return;
            }
            String shown = StagingName.plain(name.name());
            if (change instanceof Manipulation.Delete delete) {
                if (delete.using().isEmpty() && delete.partitions() == null && isAlways(delete.where(), table)) {
                    add(statement, delete.where(), "the statement deletes all rows of " + shown, findings);
                }
            } else if (change instanceof Manipulation.Update update) {
                List<String> columns = update.assignments().stream()
                        .map(assignment -> assignment.column().text())
                        .filter(column -> rows.hasValues(name, column))
                        .map(column -> shown + "." + column)
                        .toList();
                if (!columns.isEmpty() && update.from().isEmpty() && isAlways(update.where(), table)) {
                    add(
                            statement,
                            update.where(),
                            "the statement changes " + String.join(", ", columns) + " in all rows",
                            findings);
                }
            } else if (change instanceof Manipulation.Insert insert) {
                boolean replacesAll = insert.overwrite()
                        && !insert.withoutTable()
                        && insert.partitions() == null
                        && !dynamic
                        && !readsAllOf(insert, name, statement);
                boolean partitioned = !(table.partitioning() instanceof Partitioning.None);
                if (replacesAll && partitioned) {
                    findings.add(
                            LintRule.OVERWRITES_PARTITIONS,
                            statement.subject(),
                            insert.target().span(),
                            "the statement replaces all partitions of " + shown
                                    + ", also those for which it has no rows");
                } else if (replacesAll && !rows.uncopied(name, table).isEmpty()) {
                    findings.add(
                            LintRule.DROPS_DATA,
                            statement.subject(),
                            insert.target().span(),
                            "the statement overwrites " + shown);
                }
            }
        }

        private static void add(
                LintedStatement statement, @Nullable Expression where, String message, LintFindings findings) {
            findings.add(
                    LintRule.CHANGES_ALL_ROWS, statement.subject(), where == null ? Span.NONE : where.span(), message);
        }

        /** Whether a condition is known to hold for each row; none always does. */
        private static boolean isAlways(@Nullable Expression where, Table table) {
            if (where == null) {
                return true;
            }
            Expression condition = where.unwrapped();
            if (condition instanceof Expression.Bool bool) {
                return bool.value();
            }
            if (condition instanceof Expression.Number number) {
                return !number.text().matches("[0.]+");
            }
            if (condition instanceof Expression.IsNull isNull) {
                return isNull.negated() && isNeverNull(isNull.value(), table);
            }
            if (condition instanceof Expression.Binary binary) {
                return switch (binary.operator().meaning()) {
                    case AND -> isAlways(binary.left(), table) && isAlways(binary.right(), table);
                    case OR -> isAlways(binary.left(), table) || isAlways(binary.right(), table);
                    case EQUAL -> {
                        String left = Sql.render(binary.left().unwrapped());
                        yield left.equals(Sql.render(binary.right().unwrapped()))
                                && (isConstant(binary.left()) || isNeverNull(binary.left(), table));
                    }
                    default -> false;
                };
            }
            return false;
        }

        private static boolean isConstant(Expression expression) {
            Expression bare = expression.unwrapped();
            return bare instanceof Expression.Number
                    || bare instanceof Expression.Text
                    || bare instanceof Expression.Bool;
        }

        private static boolean isNeverNull(Expression expression, Table table) {
            return expression.unwrapped() instanceof Expression.Reference reference
                    && table.column(reference.name().last().text())
                            .filter(column -> !column.nullable())
                            .isPresent();
        }

        /** Whether the statement writes all rows of the table again. */
        private static boolean readsAllOf(Manipulation.Insert insert, ObjectName table, LintedStatement statement) {
            if (!(insert.source() instanceof Manipulation.Source.Result result)) {
                return false;
            }
            Query query = result.query().query();
            Optional<Query.Select> plain = query.body() instanceof Query.Select select
                            && query.limit() == null
                            && query.with().isEmpty()
                            && select.where() == null
                            && select.groupBy() == null
                            && select.having() == null
                            && select.qualify() == null
                            && select.pivot() == null
                            && select.quantifier() == null
                    ? Optional.of(select)
                    : Optional.empty();
            return plain.map(Query.Select::from)
                    .filter(from -> from.size() == 1)
                    .map(from -> from.get(0))
                    .filter(relation -> relation instanceof Relation.Named named
                            && named.partitions() == null
                            && named.sample() == null
                            && named.tablets().isEmpty()
                            && statement.object(named.name()).equals(table))
                    .isPresent();
        }
    }
}
