package dev.cairn.engine.row;

import dev.cairn.analysis.expression.AssignmentCheck;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.DmlStatement.Update;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks an UPDATE in the order of the server, and throws the first refusal. The statement changes the rows that a
 * query returns, so the query is analyzed as well.
 */
public record UpdateCheck(ServerState server, Bindings bindings) {
    /**
     * An UPDATE may omit WHERE if it changes at most this number of columns, and less than the fraction {@link
     * #COLUMN_MODE_RATIO_LIMIT} of all columns.
     */
    private static final int MAX_COLUMN_MODE_COLUMN_COUNT = 3;

    private static final double COLUMN_MODE_RATIO_LIMIT = 0.3;
    private static final RowTarget.TargetRefusalFactory UPDATE_REFUSAL_FACTORY =
            new RowTarget.TargetRefusalFactory((resolvedName, kind) -> createUpdateUnsupportedRefusal(resolvedName));

    private static Refusal createUpdateUnsupportedRefusal(ResolvedTableName resolvedName) {
        return Refusal.ofExecution(resolvedName.span(), RowRule.UPDATE_UNSUPPORTED, resolvedName.tableName());
    }

    /**
     * Checks an UPDATE, and records its resolved references and its assignments in the bindings.
     *
     * @throws Refusal if the server does not accept the statement
     */
    public void check(Update update) {
        RowTarget target = RowTarget.of(server, update.target(), UPDATE_REFUSAL_FACTORY);
        Table table = target.table();
        boolean isInExternalCatalog = !target.resolvedName().isInternal();
        if (isInExternalCatalog || (table != null && table.model() != KeyModel.PRIMARY)) {
            throw createUpdateUnsupportedRefusal(target.resolvedName());
        }
        for (DmlStatement.Assignment assignment : update.assignments()) {
            String name = assignment.column().text();
            if (!target.mayHaveColumn(name)) {
                throw Refusal.ofAnalysis(
                        assignment.column().span(),
                        RowRule.TARGET_COLUMN_NOT_FOUND,
                        name.toLowerCase(Locale.ROOT),
                        target.resolvedName().tableName());
            }
        }
        RowSelection selection = RowSelection.of(update);
        if (table == null) {
            selection.analyze(server, collectAssignedValues(update), bindings);
        } else {
            checkPrimaryKeyUpdate(update, table, selection);
        }
    }

    /** Returns the assigned values other than DEFAULT. */
    private static List<Expression> collectAssignedValues(Update update) {
        return update.assignments().stream()
                .map(DmlStatement.Assignment::value)
                .flatMap(Stream::ofNullable)
                .toList();
    }

    private void checkPrimaryKeyUpdate(Update update, Table table, RowSelection selection) {
        requireSupportedMode(update, table);
        boolean usesColumnMode = usesColumnMode(update, table);
        if (!usesColumnMode && update.where() == null) {
            throw Refusal.ofAnalysis(update.span(), CommonRule.REQUIREMENT_MISSING, "UPDATE", "a WHERE clause");
        }
        List<Column> columns = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        for (Column column : table.columns()) {
            Optional<DmlStatement.Assignment> assignment = findAssignment(update, column);
            if (assignment.isPresent()) {
                requireWritable(column, assignment.get());
                if (usesColumnMode && table.sortKey().stream().anyMatch(column.name()::equalsIgnoreCase)) {
                    throw Refusal.ofExecution(
                            assignment.get().column().span(),
                            RowRule.SORT_COLUMN_IN_COLUMN_MODE,
                            assignment.get().column());
                }
                Expression value = assignment.get().value();
                if (value != null) {
                    columns.add(column);
                    values.add(value);
                }
            } else if (column.generatedValue() != null) {
                if (usesColumnMode) {
                    requireAssignedReferences(update, table, column);
                }
            } else if (!usesColumnMode || column.isKey()) {
                columns.add(column);
                values.add(selection.qualifyColumn(column.name()));
            }
        }
        BoundQuery boundQuery = selection.analyze(server, values, bindings);
        for (int i = 0; i < columns.size(); i++) {
            if (findAssignment(update, columns.get(i)).isPresent()) {
                bindings.recordAssignment(values.get(i), columns.get(i));
                AssignmentCheck.requireAssignable(
                        values.get(i),
                        boundQuery.columns().get(i).type(),
                        columns.get(i).type());
            }
        }
    }

    /** Returns the assignment to the column; the last of several assignments counts. */
    private static Optional<DmlStatement.Assignment> findAssignment(Update update, Column column) {
        return update.assignments().stream()
                .filter(assignment -> assignment.column().equalsIgnoreCase(column.name()))
                .reduce((first, second) -> second);
    }

    /** Refuses column mode for a table that also stores rows. */
    private void requireSupportedMode(Update update, Table table) {
        if (updateMode().equals("column") && hasRowStorage(table)) {
            throw Refusal.ofAnalysis(
                    update.span(),
                    CommonRule.UNSUPPORTED,
                    "A table with storage_type = column_with_row",
                    "updates in column mode");
        }
    }

    private String updateMode() {
        return server.session()
                .findVariable("partial_update_mode")
                .orElse("auto")
                .toLowerCase(Locale.ROOT);
    }

    private static boolean hasRowStorage(Table table) {
        return KnownProperty.STORAGE_TYPE
                .findValueIn(table.properties())
                .filter(type -> type.toLowerCase(Locale.ROOT).contains("row"))
                .isPresent();
    }

    /**
     * Returns whether the server updates in column mode: always if {@code partial_update_mode} is {@code column}; if it
     * is {@code auto}, only for an UPDATE without WHERE that changes few columns.
     */
    private boolean usesColumnMode(Update update, Table table) {
        String mode = updateMode();
        int assignedColumnCount = update.assignments().size();
        boolean choosesColumnMode = mode.equals("auto")
                && update.where() == null
                && !hasRowStorage(table)
                && assignedColumnCount <= MAX_COLUMN_MODE_COLUMN_COUNT
                && assignedColumnCount < table.columns().size() * COLUMN_MODE_RATIO_LIMIT;
        return mode.equals("column") || choosesColumnMode;
    }

    private static void requireWritable(Column column, DmlStatement.Assignment assignment) {
        Expression value = assignment.value();
        if (column.isKey()) {
            throw Refusal.ofAnalysis(
                    assignment.column().span(), RowRule.COLUMN_NOT_WRITABLE, "primary key column", column.name());
        }
        if (column.isAutoIncrement() && value instanceof Expression.NullLiteral) {
            throw Refusal.ofAnalysis(value.span(), RowRule.INSERT_OF_NULL_AUTO_INCREMENT, column.name());
        }
        if (column.generatedValue() != null) {
            throw Refusal.ofAnalysis(
                    assignment.column().span(), RowRule.COLUMN_NOT_WRITABLE, "generated column", column.name());
        }
        if (value == null) {
            InsertCheck.requireConstantDefault(column, assignment.column().span());
        }
    }

    /** Requires that the statement assigns each column to which a generated column refers, except for key columns. */
    private static void requireAssignedReferences(Update update, Table table, Column generatedColumn) {
        Expression expression = Objects.requireNonNull(generatedColumn.generatedValue());
        boolean assignsAllReferences = expression.collectReferenceNames().stream()
                .allMatch(name -> table.findColumn(name)
                        .filter(column ->
                                column.isKey() || findAssignment(update, column).isPresent())
                        .isPresent());
        if (!assignsAllReferences) {
            throw Refusal.ofAnalysis(update.span(), RowRule.UPDATE_WITHOUT_REFERENCED_COLUMNS);
        }
    }
}
