package dev.cairn.engine.row;

import dev.cairn.analysis.expression.AssignmentCheck;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.DmlStatement.Delete;
import dev.cairn.sql.ast.DmlStatement.Update;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks UPDATE and DELETE in the order of the server. An UPDATE, and a DELETE from a PRIMARY KEY table, change the
 * rows that a query returns. A DELETE from any other table accepts only simple conditions on columns.
 */
public record RowChangeCheck(ServerState server, Bindings bindings) {
    /**
     * An UPDATE may omit WHERE if it changes at most this number of columns, and less than the fraction {@link
     * #COLUMN_MODE_RATIO_LIMIT} of all columns.
     */
    private static final int MAX_COLUMN_MODE_COLUMNS = 3;

    private static final double COLUMN_MODE_RATIO_LIMIT = 0.3;
    private static final int MAX_IN_CANDIDATES = 10_000;
    private static final RowTarget.TargetRefusalFactory UPDATE_REFUSAL_FACTORY =
            new RowTarget.TargetRefusalFactory((resolvedName, kind) -> createUpdateUnsupportedRefusal(resolvedName));

    private static final RowTarget.TargetRefusalFactory DELETE_REFUSAL_FACTORY =
            new RowTarget.TargetRefusalFactory(RowTarget::createUnsupportedKindRefusal);

    private static Refusal createUpdateUnsupportedRefusal(ResolvedTableName resolvedName) {
        return Refusal.ofExecution(resolvedName.span(), RowRule.UPDATE_UNSUPPORTED, resolvedName.tableName());
    }

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
                        RowRule.INSERT_COLUMN_NOT_FOUND,
                        name.toLowerCase(Locale.ROOT),
                        target.resolvedName().tableName());
            }
        }
        RowSelection selection =
                new RowSelection(update.commonTables(), update.target(), update.from(), update.where());
        if (table == null) {
            selection.analyze(server, collectAssignedValues(update), bindings);
        } else {
            checkPrimaryKeyUpdate(update, table, selection);
        }
    }

    private static List<Expression> collectAssignedValues(Update update) {
        List<Expression> values = new ArrayList<>();
        for (DmlStatement.Assignment assignment : update.assignments()) {
            if (assignment.value() != null) {
                values.add(assignment.value());
            }
        }
        return values.isEmpty() ? List.of(new Expression.Null(update.span())) : values;
    }

    private void checkPrimaryKeyUpdate(Update update, Table table, RowSelection selection) {
        boolean usesColumnMode = usesColumnMode(update, table);
        if (!usesColumnMode && update.where() == null) {
            throw Refusal.ofAnalysis(update.span(), CommonRule.REQUIREMENT_MISSING, "UPDATE", "a WHERE clause");
        }
        List<Column> columns = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        for (Column column : table.columns()) {
            Optional<DmlStatement.Assignment> assignment = findAssignment(update, column);
            if (assignment.isPresent()) {
                requireAssignable(column, assignment.get());
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
                requireReferencedColumns(update, table, column, usesColumnMode);
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

    /** Returns whether the server updates in column mode; refuses this mode for a table that also stores rows. */
    private boolean usesColumnMode(Update update, Table table) {
        String mode =
                server.session().variable("partial_update_mode").orElse("auto").toLowerCase(Locale.ROOT);
        boolean hasRowStorage = KnownProperty.STORAGE_TYPE
                .findValueIn(table.properties())
                .filter(type -> type.toLowerCase(Locale.ROOT).contains("row"))
                .isPresent();
        if (mode.equals("column")) {
            if (hasRowStorage) {
                throw Refusal.ofAnalysis(
                        update.span(),
                        CommonRule.UNSUPPORTED,
                        "A table with storage_type = column_with_row",
                        "updates in column mode");
            }
            return true;
        }
        int assignedColumnCount = update.assignments().size();
        return mode.equals("auto")
                && update.where() == null
                && !hasRowStorage
                && assignedColumnCount <= MAX_COLUMN_MODE_COLUMNS
                && assignedColumnCount < table.columns().size() * COLUMN_MODE_RATIO_LIMIT;
    }

    private static void requireAssignable(Column column, DmlStatement.Assignment assignment) {
        Expression value = assignment.value();
        if (column.isKey()) {
            throw Refusal.ofAnalysis(
                    assignment.column().span(), RowRule.COLUMN_NOT_WRITABLE, "primary key column", column.name());
        }
        if (column.isAutoIncrement() && value instanceof Expression.Null) {
            throw Refusal.ofAnalysis(value.span(), RowRule.INSERT_OF_NULL_AUTO_INCREMENT, column.name());
        }
        if (column.generatedValue() != null) {
            throw Refusal.ofAnalysis(
                    assignment.column().span(), RowRule.COLUMN_NOT_WRITABLE, "generated column", column.name());
        }
        if (value == null && InsertCheck.mustBeAssigned(column)) {
            throw Refusal.ofAnalysis(assignment.column().span(), RowRule.INSERT_WITHOUT_DEFAULT, column.name());
        }
    }

    private static void requireReferencedColumns(
            Update update, Table table, Column generatedColumn, boolean usesColumnMode) {
        Expression expression = Objects.requireNonNull(generatedColumn.generatedValue());
        boolean hasAllReferencedColumns = expression.collectReferenceNames().stream()
                .allMatch(name -> table.column(name)
                        .filter(column ->
                                column.isKey() || findAssignment(update, column).isPresent())
                        .isPresent());
        if (usesColumnMode && !hasAllReferencedColumns) {
            throw Refusal.ofAnalysis(update.span(), RowRule.UPDATE_WITHOUT_REFERENCED_COLUMNS);
        }
    }

    public void check(Delete delete) {
        RowTarget target = RowTarget.of(server, delete.target(), DELETE_REFUSAL_FACTORY);
        Table table = target.table();
        if (table != null && table.model() != KeyModel.PRIMARY) {
            checkConditionalDelete(delete, table);
            return;
        }
        if (delete.where() == null) {
            throw Refusal.ofAnalysis(delete.span(), CommonRule.REQUIREMENT_MISSING, "DELETE", "a WHERE clause");
        }
        if (table != null && delete.partitions() != null) {
            throw Refusal.ofAnalysis(
                    delete.partitions().span(),
                    CommonRule.UNSUPPORTED,
                    "DELETE",
                    "partitions of a table with PRIMARY KEY");
        }
        RowSelection selection = createSelection(delete);
        List<Expression> keyColumns = new ArrayList<>();
        for (Column column : table == null ? List.<Column>of() : table.columns()) {
            if (column.isKey()) {
                keyColumns.add(selection.qualifyColumn(column.name()));
            }
        }
        selection.analyze(
                server, keyColumns.isEmpty() ? List.of(new Expression.Null(delete.span())) : keyColumns, bindings);
    }

    private void checkConditionalDelete(Delete delete, Table table) {
        if (delete.partitions() != null && delete.partitions().isTemporary()) {
            throw Refusal.ofAnalysis(
                    delete.partitions().span(), CommonRule.UNSUPPORTED, "DELETE", "temporary partitions");
        }
        if (!delete.using().isEmpty()) {
            throw Refusal.ofAnalysis(
                    delete.span(), CommonRule.UNSUPPORTED, "DELETE", "USING for a table without PRIMARY KEY");
        }
        if (delete.where() == null) {
            throw Refusal.ofAnalysis(delete.span(), CommonRule.REQUIREMENT_MISSING, "DELETE", "a WHERE clause");
        }
        if (!delete.commonTables().isEmpty()) {
            throw Refusal.ofAnalysis(
                    delete.span(), CommonRule.UNSUPPORTED, "DELETE", "WITH for a table without PRIMARY KEY");
        }
        List<Expression.Reference> references = new ArrayList<>();
        addReferences(delete.where(), references);
        List<Name> partitionNames =
                delete.partitions() == null ? List.of() : delete.partitions().names();
        for (Name partitionName : partitionNames) {
            if (!RowTarget.mayHavePartition(table, partitionName.text(), false)) {
                throw Refusal.ofExecution(
                        partitionName.span(), CommonRule.NOT_FOUND, RuleSubject.PARTITION, partitionName.text());
            }
        }
        references.forEach(reference -> checkColumn(table, reference));
        if (!partitionNames.isEmpty()) {
            new DeleteCondition(table, delete.where()).convertValues();
        }
        bindCondition(delete);
    }

    private static RowSelection createSelection(Delete delete) {
        return new RowSelection(delete.commonTables(), delete.target(), delete.using(), delete.where());
    }

    /** Resolves the references of a condition that the server does not analyze as a query. */
    private void bindCondition(Delete delete) {
        try {
            createSelection(delete).analyze(server, List.of(new Expression.Null(delete.span())), bindings);
        } catch (Refusal refusal) {
            // The server accepts the statement, so the references of its condition stay unresolved.
        }
    }

    /**
     * Adds the references in a condition to {@code references}. Refuses any condition but comparisons with literals, IS
     * NULL and IN, combined by AND.
     */
    private static void addReferences(Expression expression, List<Expression.Reference> references) {
        Expression condition = expression.unwrap();
        if (condition instanceof Expression.Binary binary) {
            addBinaryReferences(binary, references);
        } else if (condition instanceof Expression.IsNull nullTest) {
            references.add(requireReference(nullTest.value()));
        } else if (condition instanceof Expression.In inPredicate) {
            references.add(requireReference(inPredicate.value()));
            if (inPredicate.candidates().size() > MAX_IN_CANDIDATES) {
                throw Refusal.ofAnalysis(inPredicate.span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
            }
            inPredicate.candidates().forEach(RowChangeCheck::requireLiteral);
        } else if (condition instanceof Expression.InQuery inPredicate) {
            throw Refusal.ofAnalysis(inPredicate.query().span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
        } else {
            throw Refusal.ofAnalysis(condition.span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
        }
    }

    private static void addBinaryReferences(Expression.Binary binary, List<Expression.Reference> references) {
        switch (binary.operator().canonicalOperator()) {
            case AND -> {
                addReferences(binary.left(), references);
                addReferences(binary.right(), references);
            }
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL_FOR_NULL -> {
                references.add(requireReference(binary.left()));
                requireLiteral(binary.right());
            }
            default -> throw Refusal.ofAnalysis(binary.span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
        }
    }

    private static Expression.Reference requireReference(Expression expression) {
        if (expression.unwrap() instanceof Expression.Reference reference) {
            return reference;
        }
        throw Refusal.ofAnalysis(expression.span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
    }

    private static void requireLiteral(Expression expression) {
        Expression unwrappedExpression = expression.unwrap();
        boolean isNegativeLiteral = unwrappedExpression instanceof Expression.Unary unary
                && unary.operator() == Operator.MINUS
                && ExpressionType.isLiteral(unary.operand());
        if (!isNegativeLiteral
                && !ExpressionType.isLiteral(unwrappedExpression)
                && !(unwrappedExpression instanceof Expression.Null)) {
            throw Refusal.ofAnalysis(expression.span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
        }
    }

    private static void checkColumn(Table table, Expression.Reference reference) {
        String name = reference.name().lastPart().text();
        Column column = table.column(name)
                .orElseThrow(
                        () -> Refusal.ofExecution(reference.span(), ServerError.UNKNOWN_COLUMN, name, table.name()));
        boolean isMergedValue = !column.isKey() && table.model() != KeyModel.DUPLICATE;
        if (isMergedValue
                || PrimitiveType.of(column.type()).isFloatingPoint()
                || column.type().isComplex()) {
            throw Refusal.ofExecution(reference.span(), RowRule.DELETE_COLUMN_NOT_KEY, name);
        }
    }
}
