package dev.cairn.internal.run.preparation;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.copy.CopyStatement;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.plan.step.ValueLoss;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.CreateTableStatement;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what migrations require of the rows of a database: a rebuild that copies a column into a column that is NOT
 * NULL, or shorter, fails at a row that does not fit. If a downgrade has left a column with a wider type than recorded,
 * a copy would store NULL for a value that does not fit, although the migration does not announce this loss.
 *
 * <p>Values are followed from the first migration to the copy through additions and renames of columns, simple updates
 * and other rebuilds; there are no requirements for values that other statements change.
 */
public final class RowRequirementFinder {
    private final Catalog initialCatalog;
    private final Function<ObjectName, Optional<Table>> liveTableReader;
    private final Map<ObjectName, Optional<Table>> liveTableByName = new HashMap<>();
    private final Map<ObjectName, TrackedRows> trackedRowsByTable = new HashMap<>();
    private final List<RowRequirement> requirements = new ArrayList<>();

    private RowRequirementFinder(Catalog initialCatalog, Function<ObjectName, Optional<Table>> liveTableReader) {
        this.initialCatalog = initialCatalog;
        this.liveTableReader = liveTableReader;
        initialCatalog
                .databases()
                .forEach(database -> database.getValue().tables().forEach(table -> {
                    if (!TemporaryName.isTemporary(table.getKey())) {
                        trackRows(new ObjectName(database.getKey(), table.getKey()), table.getValue());
                    }
                }));
    }

    /**
     * The rows of a table, followed through the migrations.
     *
     * @param originName the table that has the rows before the first migration
     * @param valueByColumnKey the value of each column by its name in lower case, as an expression over the columns of
     *     the origin; columns with unknown values are missing. The statements that are followed change this map
     * @param conditions the conditions for the rows that were copied
     */
    private record TrackedRows(
            ObjectName originName, Map<String, Expression> valueByColumnKey, List<Expression> conditions) {}

    /**
     * Returns the requirements of migrations on the rows, up to the first code step, because code may change any row.
     *
     * @param migrations the migrations in the order in which they run
     * @param liveTableReader reads a table of the server; if it returns empty, the table is assumed to be as recorded
     */
    public static List<RowRequirement> findRequirements(
            List<PreparedMigration> migrations, Function<ObjectName, Optional<Table>> liveTableReader) {
        if (migrations.isEmpty()) {
            return List.of();
        }
        RowRequirementFinder finder = new RowRequirementFinder(migrations.get(0).catalogBefore(), liveTableReader);
        for (PreparedMigration migration : migrations) {
            for (RunStep step : migration.steps()) {
                if (step instanceof StatementStep statementStep) {
                    finder.followStatement(migration.migration(), statementStep);
                } else if (step instanceof RunStep.CodeStep) {
                    return List.copyOf(finder.requirements);
                }
            }
        }
        return List.copyOf(finder.requirements);
    }

    /**
     * Returns the requirements of the copy into a staging table that result from differences between the types of the
     * live table and the recorded ones.
     *
     * @param liveTable the live table whose rows are copied
     */
    public static List<RowRequirement> findRequirementsOfLiveTypes(
            RecordedMigration migration, StatementStep loadStep, Table liveTable) {
        RowRequirementFinder finder =
                new RowRequirementFinder(loadStep.catalogBefore(), name -> Optional.of(liveTable));
        finder.followStatement(migration, loadStep);
        return finder.requirements.stream()
                .filter(requirement -> requirement.reason().resultsFromLiveType())
                .toList();
    }

    private void followStatement(RecordedMigration migration, StatementStep statementStep) {
        Statement statement = statementStep.simulatedStep().action().statement();
        if (statement instanceof CreateTableStatement create) {
            removeRowsOfMissingTable(ObjectName.resolve(create.head().name(), statementStep.session()), statementStep);
        } else if (statement instanceof Statement.DropTable drop) {
            trackedRowsByTable.remove(ObjectName.resolve(drop.table(), statementStep.session()));
        } else if (statement instanceof Statement.TruncateTable truncation && truncation.partitions() == null) {
            trackedRowsByTable.remove(ObjectName.resolve(truncation.table(), statementStep.session()));
        } else if (statement instanceof Statement.AlterTable alter) {
            ObjectName name = ObjectName.resolve(alter.table(), statementStep.session());
            alter.clauses().forEach(clause -> applyAlter(name, clause));
        } else if (statement instanceof Statement.OpaqueStatement opaqueStatement && opaqueStatement.changesRows()) {
            applyDml(migration, opaqueStatement, statementStep);
        }
    }

    /**
     * Forgets the rows of an earlier table whose name a new table gets. If the table exists, the statement contains
     * {@code IF NOT EXISTS}, and the table keeps its rows.
     */
    private void removeRowsOfMissingTable(ObjectName name, StatementStep statementStep) {
        if (statementStep
                .catalogBefore()
                .findTable(name.database(), name.name())
                .isEmpty()) {
            trackedRowsByTable.remove(name);
        }
    }

    private void trackRows(ObjectName name, Table table) {
        Map<String, Expression> valueByColumnKey = new HashMap<>();
        for (Column column : table.columns()) {
            valueByColumnKey.put(
                    Column.toKey(column.name()), new Expression.Reference(QualifiedName.of(column.name()), Span.NONE));
        }
        trackedRowsByTable.put(name, new TrackedRows(name, valueByColumnKey, List.of()));
    }

    private void applyAlter(ObjectName name, AlterClause clause) {
        TrackedRows rows = trackedRowsByTable.get(name);
        if (clause instanceof AlterClause.SwapTable swap) {
            swapRows(name, new ObjectName(name.database(), swap.otherTableName().text()));
        } else if (clause instanceof AlterClause.RenameTable rename && rows != null) {
            trackedRowsByTable.remove(name);
            trackedRowsByTable.put(
                    new ObjectName(name.database(), rename.newName().text()), rows);
        } else if (rows == null) {
            return;
        } else if (clause instanceof AlterClause.AddColumn add) {
            addColumn(rows, add.column());
        } else if (clause instanceof AlterClause.AddColumns add) {
            add.columns().forEach(column -> addColumn(rows, column));
        } else if (clause instanceof AlterClause.DropColumn drop) {
            rows.valueByColumnKey().remove(Column.toKey(drop.column().text()));
        } else if (clause instanceof AlterClause.RenameColumn rename) {
            Expression value =
                    rows.valueByColumnKey().remove(Column.toKey(rename.oldName().text()));
            if (value != null) {
                rows.valueByColumnKey().put(Column.toKey(rename.newName().text()), value);
            }
        } else if (clause instanceof AlterClause.ModifyColumn modify) {
            rows.valueByColumnKey().remove(Column.toKey(modify.column().name().text()));
        }
    }

    private void swapRows(ObjectName firstName, ObjectName secondName) {
        TrackedRows firstRows = trackedRowsByTable.remove(firstName);
        TrackedRows secondRows = trackedRowsByTable.remove(secondName);
        if (firstRows != null) {
            trackedRowsByTable.put(secondName, firstRows);
        }
        if (secondRows != null) {
            trackedRowsByTable.put(firstName, secondRows);
        }
    }

    /** Tracks the value that existing rows have in an added column; it is unknown if the server computes it. */
    private static void addColumn(TrackedRows rows, ColumnDefinition column) {
        boolean hasNullDefault =
                column.defaultValue() == null || column.defaultValue() instanceof ColumnDefault.NullDefault;
        if (column.generatedValue() != null || column.isAutoIncrement()) {
            rows.valueByColumnKey().remove(Column.toKey(column.name().text()));
        } else if (hasNullDefault) {
            rows.valueByColumnKey().put(Column.toKey(column.name().text()), new Expression.NullLiteral(Span.NONE));
        } else if (column.defaultValue() instanceof ColumnDefault.TextDefault textDefault) {
            rows.valueByColumnKey()
                    .put(
                            Column.toKey(column.name().text()),
                            new Expression.StringLiteral(textDefault.value(), '\'', Span.NONE));
        }
    }

    /** Follows a copy into an empty table, or an UPDATE. Any other statement makes all values of its table unknown. */
    private void applyDml(
            RecordedMigration migration, Statement.OpaqueStatement opaqueStatement, StatementStep statementStep) {
        DmlStatement dmlStatement = Sql.parseDml(opaqueStatement);
        ObjectName targetName = ObjectName.resolve(dmlStatement.target(), statementStep.session());
        if (dmlStatement instanceof DmlStatement.Update update) {
            applyUpdate(trackedRowsByTable.get(targetName), update);
            return;
        }
        Optional<CopyStatement> copyStatement =
                dmlStatement instanceof DmlStatement.Insert ? CopyStatement.parse(opaqueStatement) : Optional.empty();
        TrackedRows sourceRows = copyStatement
                .map(statement -> trackedRowsByTable.get(
                        ObjectName.resolve(statement.sourceTableName(), statementStep.session())))
                .orElse(null);
        Optional<Table> table = statementStep.catalogBefore().findTable(targetName.database(), targetName.name());
        TrackedRows targetRows = trackedRowsByTable.get(targetName);
        if (sourceRows != null && table.isPresent() && targetRows == null) {
            applyCopy(migration, statementStep, copyStatement.orElseThrow(), table.get(), targetName);
        } else if (targetRows != null) {
            targetRows.valueByColumnKey().clear();
        }
    }

    private static void applyUpdate(@Nullable TrackedRows rows, DmlStatement.Update update) {
        if (rows == null) {
            return;
        }
        boolean readsOnlyTarget =
                update.from().isEmpty() && update.commonTables().isEmpty();
        Map<String, @Nullable Expression> assignedValueByColumnKey = new HashMap<>();
        for (DmlStatement.Assignment assignment : update.assignments()) {
            Expression value = readsOnlyTarget && assignment.value() != null
                    ? computeUpdatedValue(
                            rows, update.where(), assignment.column().text(), assignment.value())
                    : null;
            assignedValueByColumnKey.put(Column.toKey(assignment.column().text()), value);
        }
        assignedValueByColumnKey.forEach((columnKey, value) -> {
            if (value == null) {
                rows.valueByColumnKey().remove(columnKey);
            } else {
                rows.valueByColumnKey().put(columnKey, value);
            }
        });
    }

    /** Returns the value of a column after an UPDATE; null if it is unknown. */
    private static @Nullable Expression computeUpdatedValue(
            TrackedRows rows, @Nullable Expression where, String columnName, Expression value) {
        Expression updatedValue = substitute(value, rows);
        if (updatedValue == null || where == null || isDifferenceCondition(where, columnName, value)) {
            return updatedValue;
        }
        Expression condition = substitute(where, rows);
        Expression valueBefore = rows.valueByColumnKey().get(Column.toKey(columnName));
        return condition == null || valueBefore == null
                ? null
                : Expression.Call.of("if", List.of(condition, updatedValue, valueBefore), Span.NONE);
    }

    /** Returns whether a condition is {@code NOT (column <=> value)}: then all rows have the value after the UPDATE. */
    private static boolean isDifferenceCondition(Expression where, String columnName, Expression value) {
        return where.unwrap() instanceof Expression.Unary negation
                && negation.operator().canonicalOperator() == Operator.NOT
                && negation.operand().unwrap() instanceof Expression.Binary comparison
                && comparison.operator() == Operator.NULL_SAFE_EQUAL
                && comparison.left().unwrap() instanceof Expression.Reference reference
                && reference.name().lastPart().equalsIgnoreCase(columnName)
                && comparison.right().unwrap().equals(value.unwrap());
    }

    private void applyCopy(
            RecordedMigration migration,
            StatementStep statementStep,
            CopyStatement copyStatement,
            Table targetTable,
            ObjectName targetName) {
        ObjectName sourceName = ObjectName.resolve(copyStatement.sourceTableName(), statementStep.session());
        TrackedRows sourceRows = Objects.requireNonNull(trackedRowsByTable.get(sourceName));
        TrackedRows copiedRows =
                new TrackedRows(sourceRows.originName(), new HashMap<>(), new ArrayList<>(sourceRows.conditions()));
        if (!copyStatement.whereClause().isEmpty()) {
            Expression condition = substitute(Sql.parseExpression(copyStatement.whereClause()), sourceRows);
            if (condition == null) {
                trackedRowsByTable.put(targetName, copiedRows); // it is unknown which rows are copied
                return;
            }
            copiedRows.conditions().add(condition);
        }
        Table sourceTable = statementStep
                .catalogBefore()
                .findTable(sourceName.database(), sourceName.name())
                .orElseThrow();
        for (int i = 0; i < copyStatement.columnNames().size(); i++) {
            Expression copiedValue = copyStatement.values().get(i);
            Expression value = substitute(copiedValue, sourceRows);
            Optional<Column> column =
                    targetTable.findColumn(copyStatement.columnNames().get(i));
            if (value != null && column.isPresent()) {
                copiedRows.valueByColumnKey().put(Column.toKey(column.get().name()), value);
                CopiedColumn copy = new CopiedColumn(migration, sourceTable, copiedRows, column.get());
                addNotNullRequirement(copy, value);
                if (removeConversions(copiedValue) instanceof Expression.Reference reference) {
                    addFitRequirement(copy, reference, sourceRows);
                }
            }
        }
        trackedRowsByTable.put(targetName, copiedRows);
    }

    /**
     * The copy of one column.
     *
     * @param sourceTable the table whose rows are copied, as recorded
     * @param rows the rows that are copied
     * @param column the column into which the value is copied
     */
    private record CopiedColumn(RecordedMigration migration, Table sourceTable, TrackedRows rows, Column column) {}

    /** Adds a requirement if the value may be NULL, and the new column is NOT NULL. */
    private void addNotNullRequirement(CopiedColumn copy, Expression value) {
        Optional<Column> originColumn = findOriginColumn(value, copy.rows());
        boolean isLiteral = value instanceof Expression.StringLiteral || value instanceof Expression.NumberLiteral;
        // No server accepts a sketch in a predicate, so no query can count rows without one.
        boolean isComparable = !PrimitiveType.of(copy.column().type()).isMetric();
        if (!copy.column().isNullable()
                && isComparable
                && !isLiteral
                && originColumn.map(Column::isNullable).orElse(true)) {
            addRequirement(
                    copy,
                    new RowRequirement.Reason("has no value for it", false, false),
                    "(" + Sql.render(value) + ") IS NULL");
        }
    }

    /**
     * Adds a requirement if the copied column may have a value that the new column can't represent. A loss that the
     * migration announces does not count.
     *
     * @param reference the copied column of the source table
     */
    private void addFitRequirement(CopiedColumn copy, Expression.Reference reference, TrackedRows sourceRows) {
        Column targetColumn = copy.column();
        Optional<Column> sourceColumn =
                copy.sourceTable().findColumn(reference.name().lastPart().text());
        Expression trackedValue = substitute(reference, sourceRows);
        if (sourceColumn.isEmpty() || trackedValue == null) {
            return;
        }
        boolean isText = PrimitiveType.of(targetColumn.type()).isCharacterType();
        // A cast to a shorter text keeps all characters.
        Expression originValue = isText ? removeCasts(trackedValue) : trackedValue;
        Optional<Column> originColumn = findOriginColumn(originValue, sourceRows);
        Optional<ValueLoss> recordedLoss = ValueLoss.findInCopy("", sourceColumn.get(), targetColumn);
        Optional<ValueLoss> liveLoss = originColumn.flatMap(column -> ValueLoss.findInCopy("", column, targetColumn));
        if (liveLoss.isEmpty()
                || recordedLoss.filter(loss -> !loss.makesCopyFail()).isPresent()) {
            return;
        }
        boolean resultsFromLiveType = recordedLoss.isEmpty()
                && originColumn.get().isNamed(sourceColumn.get().name())
                && !originColumn.get().type().equals(sourceColumn.get().type());
        if (!isText && !resultsFromLiveType) {
            return; // the value would be NULL in a column that is NOT NULL
        }
        String rowProblem = isText
                ? "has a value of more than " + ((Type.Text) targetColumn.type()).length() + " bytes"
                : "has a value that does not fit " + TypeFormat.formatForShowCreate(targetColumn.type());
        liveLoss.get()
                .renderLossCondition(originValue)
                .ifPresent(condition -> addRequirement(
                        copy,
                        new RowRequirement.Reason(
                                rowProblem, resultsFromLiveType, !liveLoss.get().makesCopyFail()),
                        condition));
    }

    /** Returns the value that a copy converts, or replaces if it is NULL. */
    private static Expression removeConversions(Expression value) {
        Expression bareValue = removeCasts(value);
        boolean replacesNull = bareValue instanceof Expression.Call call
                && call.function().lastPart().equalsIgnoreCase("coalesce")
                && !call.arguments().isEmpty();
        return replacesNull
                ? removeConversions(((Expression.Call) bareValue).arguments().get(0))
                : bareValue;
    }

    private static Expression removeCasts(Expression value) {
        Expression bareExpression = value.unwrap();
        while (bareExpression instanceof Expression.Cast cast) {
            bareExpression = cast.value().unwrap();
        }
        return bareExpression;
    }

    /** Returns the live column of the origin that an expression consists of; empty if it is another expression. */
    private Optional<Column> findOriginColumn(Expression value, TrackedRows rows) {
        if (!(value instanceof Expression.Reference reference)) {
            return Optional.empty();
        }
        String columnName = reference.name().lastPart().text();
        ObjectName originName = rows.originName();
        return liveTableByName
                .computeIfAbsent(originName, liveTableReader)
                .flatMap(table -> table.findColumn(columnName))
                .or(() -> initialCatalog
                        .findTable(originName.database(), originName.name())
                        .flatMap(table -> table.findColumn(columnName)));
    }

    private void addRequirement(CopiedColumn copy, RowRequirement.Reason reason, String condition) {
        StringBuilder rowSource = new StringBuilder(" FROM ")
                .append(SqlQuoting.quoteName(copy.rows().originName()))
                .append(" WHERE ")
                .append(copy.rows().conditions().isEmpty() ? condition : "(" + condition + ")");
        copy.rows()
                .conditions()
                .forEach(rowCondition -> rowSource
                        .append(" AND (")
                        .append(Sql.render(rowCondition))
                        .append(")"));
        requirements.add(new RowRequirement(
                copy.migration(), copy.rows().originName(), copy.column().name(), reason, rowSource.toString()));
    }

    /**
     * Replaces columns of a table by their values, so the result refers to columns of the origin. Returns null if a
     * value is unknown.
     */
    private static @Nullable Expression substitute(Expression expression, TrackedRows rows) {
        boolean[] hasUnknownValue = {false};
        Expression substitutedExpression = substitute(expression, rows, hasUnknownValue);
        return hasUnknownValue[0] ? null : substitutedExpression;
    }

    private static Expression substitute(Expression expression, TrackedRows rows, boolean[] hasUnknownValue) {
        if (expression instanceof Expression.Reference reference) {
            Expression value = rows.valueByColumnKey()
                    .get(Column.toKey(reference.name().lastPart().text()));
            hasUnknownValue[0] |= value == null;
            return value == null ? expression : value;
        }
        if (expression instanceof Expression.Subquery
                || expression instanceof Expression.InSubquery
                || expression instanceof Expression.Exists
                || expression instanceof Expression.Lambda) {
            hasUnknownValue[0] = true;
            return expression;
        }
        return expression.mapChildren(child -> substitute(child, rows, hasUnknownValue));
    }
}
