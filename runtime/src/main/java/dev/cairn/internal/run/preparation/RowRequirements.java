package dev.cairn.internal.run.preparation;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.copy.CopyStatement;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Determines what migrations need of the rows that a database has before the first of them: a rebuild that copies a
 * column into one that is NOT NULL, or shorter, fails at a row with another value. The values are followed through the
 * statements before the copy, as far as these are additions and renames of columns, plain updates and other rebuilds;
 * other values have no requirement.
 */
public final class RowRequirements {
    private static final Span NO_SPAN = Span.NONE;

    private final Catalog initialCatalog;
    private final Map<ObjectName, TrackedRows> rowsByTable = new HashMap<>();
    private final List<RowRequirement> requirements = new ArrayList<>();

    private RowRequirements(Catalog initialCatalog) {
        this.initialCatalog = initialCatalog;
    }

    /**
     * A requirement of one copy on the rows of a table.
     *
     * @param migration the migration whose downgrade copies the rows
     * @param table the table that has the rows now
     * @param column the column into which the value is copied
     * @param missingProperty the problem of a row, as the end of a sentence about the row: {@code has no value for it}
     * @param query a query that returns a row of the table that prevents the copy
     */
    public record RowRequirement(
            RecordedMigration migration, ObjectName table, String column, String missingProperty, String query) {}

    /**
     * The rows of a table.
     *
     * @param origin the table that has them before the first migration
     * @param values the value of each column by its name in lower case, over the columns of that table; columns whose
     *     values are not known are missing
     * @param conditions those for rows that were copied
     */
    private record TrackedRows(ObjectName origin, Map<String, Expression> values, List<Expression> conditions) {}

    /**
     * Determines what migrations need of the rows.
     *
     * @param migrations in the order in which they run
     */
    public static List<RowRequirement> findRequirements(List<PreparedMigration> migrations) {
        if (migrations.isEmpty()) {
            return List.of();
        }
        RowRequirements requirements = new RowRequirements(migrations.get(0).before());
        for (PreparedMigration migration : migrations) {
            for (RunStep step : migration.steps()) {
                if (step instanceof RunStep.StatementStep statement) {
                    requirements.followStatement(migration.migration(), statement);
                } else if (step instanceof RunStep.CodeStep) {
                    return List.copyOf(requirements.requirements); // code may change any row
                }
            }
        }
        return List.copyOf(requirements.requirements);
    }

    private void followStatement(RecordedMigration migration, RunStep.StatementStep step) {
        Statement statement = step.step().action().statement();
        if (statement instanceof Statement.AlterTable alter) {
            ObjectName name = ObjectName.resolve(alter.table(), step.session());
            alter.clauses().forEach(clause -> applyAlter(name, clause));
        } else if (statement instanceof Statement.OpaqueStatement opaqueStatement && opaqueStatement.changesRows()) {
            applyChange(migration, opaqueStatement, step);
        }
    }

    private @Nullable TrackedRows findRows(ObjectName name) {
        TrackedRows knownRows = rowsByTable.get(name);
        Optional<Table> table = initialCatalog.table(name.database(), name.name());
        if (knownRows != null || table.isEmpty()) {
            return knownRows;
        }
        Map<String, Expression> values = new HashMap<>();
        for (Column column : table.get().columns()) {
            values.put(columnKey(column.name()), new Expression.Reference(QualifiedName.of(column.name()), NO_SPAN));
        }
        TrackedRows rows = new TrackedRows(name, values, List.of());
        rowsByTable.put(name, rows);
        return rows;
    }

    private static String columnKey(String column) {
        return column.toLowerCase(Locale.ROOT);
    }

    private void applyAlter(ObjectName name, AlterClause clause) {
        TrackedRows rows = findRows(name);
        if (clause instanceof AlterClause.SwapTable swap) {
            exchange(name, new ObjectName(name.database(), swap.otherTableName().text()));
        } else if (clause instanceof AlterClause.RenameTable rename && rows != null) {
            rowsByTable.remove(name);
            rowsByTable.put(new ObjectName(name.database(), rename.newName().text()), rows);
        } else if (rows == null) {
            return;
        } else if (clause instanceof AlterClause.AddColumn add) {
            addColumn(rows, add.column());
        } else if (clause instanceof AlterClause.AddColumns add) {
            add.columns().forEach(column -> addColumn(rows, column));
        } else if (clause instanceof AlterClause.DropColumn drop) {
            rows.values().remove(columnKey(drop.column().text()));
        } else if (clause instanceof AlterClause.RenameColumn rename) {
            Expression value = rows.values().remove(columnKey(rename.oldName().text()));
            if (value != null) {
                rows.values().put(columnKey(rename.newName().text()), value);
            }
        } else if (clause instanceof AlterClause.ModifyColumn modify) {
            rows.values().remove(columnKey(modify.column().name().text()));
        }
    }

    private void exchange(ObjectName firstName, ObjectName secondName) {
        TrackedRows firstRows = findRows(firstName);
        TrackedRows secondRows = findRows(secondName);
        rowsByTable.remove(firstName);
        rowsByTable.remove(secondName);
        if (firstRows != null) {
            rowsByTable.put(secondName, firstRows);
        }
        if (secondRows != null) {
            rowsByTable.put(firstName, secondRows);
        }
    }

    private static void addColumn(TrackedRows rows, ColumnDefinition column) {
        boolean isNullDefault =
                column.defaultValue() == null || column.defaultValue() instanceof ColumnDefault.NullDefault;
        if (column.generatedValue() != null || column.isAutoIncrement()) {
            rows.values().remove(columnKey(column.name().text()));
        } else if (isNullDefault) {
            rows.values().put(columnKey(column.name().text()), new Expression.Null(NO_SPAN));
        } else if (column.defaultValue() instanceof ColumnDefault.TextDefault text) {
            rows.values().put(columnKey(column.name().text()), new Expression.Text(text.value(), '\'', NO_SPAN));
        }
    }

    private void applyChange(
            RecordedMigration migration, Statement.OpaqueStatement opaqueStatement, RunStep.StatementStep step) {
        DmlStatement dmlStatement = Sql.parseDml(opaqueStatement);
        ObjectName target = ObjectName.resolve(dmlStatement.target(), step.session());
        if (dmlStatement instanceof DmlStatement.Update update) {
            applyUpdate(findRows(target), update);
            return;
        }
        Optional<CopyStatement> copy =
                dmlStatement instanceof DmlStatement.Insert ? CopyStatement.parse(opaqueStatement) : Optional.empty();
        TrackedRows source = copy.map(statement -> findRows(ObjectName.resolve(statement.source(), step.session())))
                .orElse(null);
        Optional<Table> table = step.before().table(target.database(), target.name());
        boolean isFilled = findRows(target) != null;
        if (source != null && table.isPresent() && !isFilled) {
            applyCopy(migration, copy.orElseThrow(), source, table.get(), target);
        } else if (isFilled) {
            Objects.requireNonNull(findRows(target)).values().clear();
        }
    }

    private static void applyUpdate(@Nullable TrackedRows rows, DmlStatement.Update update) {
        if (rows == null) {
            return;
        }
        boolean isPlain = update.from().isEmpty() && update.commonTables().isEmpty();
        Map<String, @Nullable Expression> assignedValues = new HashMap<>();
        for (DmlStatement.Assignment assignment : update.assignments()) {
            Expression value = isPlain && assignment.value() != null
                    ? computeUpdatedValue(
                            rows, update.where(), assignment.column().text(), assignment.value())
                    : null;
            assignedValues.put(columnKey(assignment.column().text()), value);
        }
        assignedValues.forEach((column, value) -> {
            if (value == null) {
                rows.values().remove(column);
            } else {
                rows.values().put(column, value);
            }
        });
    }

    /** Returns the value of a column after an UPDATE; null if it is not known. */
    private static @Nullable Expression computeUpdatedValue(
            TrackedRows rows, @Nullable Expression where, String column, Expression value) {
        Expression after = substitute(value, rows);
        if (after == null || where == null || isDifference(where, column, value)) {
            return after;
        }
        Expression condition = substitute(where, rows);
        Expression before = rows.values().get(columnKey(column));
        return condition == null || before == null
                ? null
                : Expression.Call.of("if", List.of(condition, after, before), NO_SPAN);
    }

    /**
     * Returns whether a condition is {@code NOT (column <=> value)}, so that all rows have the value after the UPDATE.
     */
    private static boolean isDifference(Expression where, String column, Expression value) {
        return where.unwrap() instanceof Expression.Unary negation
                && negation.operator().canonicalOperator() == Operator.NOT
                && negation.operand().unwrap() instanceof Expression.Binary compared
                && compared.operator() == Operator.EQUAL_FOR_NULL
                && compared.left().unwrap() instanceof Expression.Reference reference
                && reference.name().lastPart().equalsIgnoreCase(column)
                && compared.right().unwrap().equals(value.unwrap());
    }

    private void applyCopy(
            RecordedMigration migration, CopyStatement copy, TrackedRows source, Table table, ObjectName target) {
        TrackedRows copiedRows =
                new TrackedRows(source.origin(), new HashMap<>(), new ArrayList<>(source.conditions()));
        if (!copy.whereClause().isEmpty()) {
            Expression condition = substitute(Sql.parseExpression(copy.whereClause()), source);
            if (condition == null) {
                rowsByTable.put(target, copiedRows); // which rows are copied is not known
                return;
            }
            copiedRows.conditions().add(condition);
        }
        for (int i = 0; i < copy.columns().size(); i++) {
            Expression value = substitute(copy.values().get(i), source);
            Optional<Column> column = table.column(copy.columns().get(i));
            if (value != null && column.isPresent()) {
                copiedRows.values().put(columnKey(column.get().name()), value);
                addRequirements(migration, copiedRows, column.get(), value);
            }
        }
        rowsByTable.put(target, copiedRows);
    }

    private void addRequirements(RecordedMigration migration, TrackedRows rows, Column column, Expression value) {
        Optional<Column> origin = findOriginColumn(value, rows);
        boolean isLiteral = value instanceof Expression.Text || value instanceof Expression.Number;
        // No server accepts a sketch in a predicate, so no query can count rows without one.
        boolean isComparable = !PrimitiveType.of(column.type()).isMetric();
        if (!column.isNullable()
                && isComparable
                && !isLiteral
                && origin.map(Column::isNullable).orElse(true)) {
            addRequirement(migration, rows, column, "has no value for it", "(" + Sql.render(value) + ") IS NULL");
        }
        Expression text = withoutCasts(value); // a cast to a shorter text keeps all characters
        if (column.type() instanceof Type.Text columnType
                && PrimitiveType.of(column.type()).isCharacters()
                && findOriginColumn(text, rows)
                        .map(originColumn -> originColumn.type() instanceof Type.Text writtenText
                                && writtenText.length() > columnType.length())
                        .orElse(false)) {
            String missingProperty = "has a value of more than " + columnType.length() + " bytes";
            addRequirement(
                    migration,
                    rows,
                    column,
                    missingProperty,
                    "length(" + Sql.render(text) + ") > " + columnType.length());
        }
    }

    private static Expression withoutCasts(Expression value) {
        Expression bareExpression = value.unwrap();
        while (bareExpression instanceof Expression.Cast cast) {
            bareExpression = cast.value().unwrap();
        }
        return bareExpression;
    }

    /** Returns the column of the origin that an expression is. */
    private Optional<Column> findOriginColumn(Expression value, TrackedRows rows) {
        return value instanceof Expression.Reference reference
                ? initialCatalog
                        .table(rows.origin().database(), rows.origin().name())
                        .flatMap(table ->
                                table.column(reference.name().lastPart().text()))
                : Optional.empty();
    }

    private void addRequirement(
            RecordedMigration migration, TrackedRows rows, Column column, String missingProperty, String condition) {
        StringBuilder query = new StringBuilder("SELECT 1 FROM ")
                .append(SqlQuoting.quoteName(rows.origin()))
                .append(" WHERE ")
                .append(condition);
        rows.conditions()
                .forEach(rowCondition ->
                        query.append(" AND (").append(Sql.render(rowCondition)).append(")"));
        query.append(" LIMIT 1");
        requirements.add(
                new RowRequirement(migration, rows.origin(), column.name(), missingProperty, query.toString()));
    }

    /** Returns an expression over the columns of the origin; null if a part of it is not known. */
    private static @Nullable Expression substitute(Expression expression, TrackedRows rows) {
        boolean[] hasUnknown = {false};
        Expression requirement = substitute(expression, rows, hasUnknown);
        return hasUnknown[0] ? null : requirement;
    }

    private static Expression substitute(Expression expression, TrackedRows rows, boolean[] hasUnknown) {
        if (expression instanceof Expression.Reference reference) {
            Expression value =
                    rows.values().get(columnKey(reference.name().lastPart().text()));
            hasUnknown[0] |= value == null;
            return value == null ? expression : value;
        }
        if (expression instanceof Expression.Subquery
                || expression instanceof Expression.InQuery
                || expression instanceof Expression.Exists
                || expression instanceof Expression.Lambda) {
            hasUnknown[0] = true;
            return expression;
        }
        return expression.mapChildren(child -> substitute(child, rows, hasUnknown));
    }
}
