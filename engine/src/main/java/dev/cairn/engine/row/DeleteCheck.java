package dev.cairn.engine.row;

import dev.cairn.analysis.function.Subexpressions;
import dev.cairn.analysis.type.LiteralTypes;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.engine.context.ServerState;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Operator;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Manipulation.Delete;
import dev.cairn.sql.ast.Name;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks DELETE: from a PRIMARY KEY table it deletes the result of a query, from other tables only the rows that match
 * simple conditions on columns.
 */
public final class DeleteCheck {
    private static final int MOST_VALUES = 10_000;

    private static final String PLAIN =
            "Where clause only supports compound predicate, binary predicate, is_null predicate and in predicate";

    private final ServerState server;
    private final Delete delete;

    private DeleteCheck(ServerState server, Delete delete) {
        this.server = server;
        this.delete = delete;
    }

    public static void check(ServerState server, Delete delete) {
        new DeleteCheck(server, delete).check();
    }

    private void check() {
        RowTarget target = RowTarget.of(server, delete.target(), new DeleteWords());
        Table table = target.table();
        if (table != null && table.model() != KeyModel.PRIMARY) {
            byCondition(table);
            return;
        }
        if (delete.where() == null) {
            throw Refusal.analysis(delete.span(), "Delete must specify where clause to prevent full table delete");
        }
        if (table != null && delete.partitions() != null) {
            throw Refusal.analysis(
                    delete.partitions().span(), "Delete for primary key table do not support specifying partitions");
        }
        RowSelection selection = new RowSelection(delete.with(), delete.target(), delete.using(), delete.where());
        List<Expression> keys = new ArrayList<>();
        for (Column column : table == null ? List.<Column>of() : table.columns()) {
            if (column.key()) {
                keys.add(selection.column(column.name()));
            }
        }
        selection.analysed(server, keys.isEmpty() ? List.of(new Expression.Null(delete.span())) : keys);
    }

    private void byCondition(Table table) {
        if (delete.partitions() != null && delete.partitions().temporary()) {
            throw Refusal.analysis(delete.partitions().span(), "Do not support deleting temp partitions");
        }
        if (!delete.using().isEmpty()) {
            throw Refusal.analysis(delete.span(), "Do not support `using` clause in non-primary table");
        }
        if (delete.where() == null) {
            throw Refusal.analysis(delete.span(), "Where clause is not set");
        }
        if (!delete.with().isEmpty()) {
            throw Refusal.analysis(delete.span(), "Do not support `with` clause in non-primary table");
        }
        List<Expression.Reference> columns = new ArrayList<>();
        checkCondition(delete.where(), columns);
        List<Name> partitions =
                delete.partitions() == null ? List.of() : delete.partitions().names();
        for (Name partition : partitions) {
            if (!RowTarget.mayHavePartition(table, partition.text(), false)) {
                throw Refusal.execution(partition.span(), "Partition does not exist. name: " + partition.text());
            }
        }
        columns.forEach(column -> checkColumn(table, column));
    }

    private static void checkCondition(Expression written, List<Expression.Reference> columns) {
        Expression condition = Subexpressions.bare(written);
        if (condition instanceof Expression.Binary binary) {
            checkBinary(binary, columns);
        } else if (condition instanceof Expression.IsNull isNull) {
            columns.add(column(isNull.value(), "Left expr of is_null predicate should be column name"));
        } else if (condition instanceof Expression.In in) {
            columns.add(column(in.value(), "Left expr of binary predicate should be column name"));
            if (in.candidates().size() > MOST_VALUES) {
                throw Refusal.analysis(in.span(), "Element num of predicate should not be more than " + MOST_VALUES);
            }
            in.candidates().forEach(value -> requireValue(value, "Child of in predicate should be value"));
        } else if (condition instanceof Expression.InQuery in) {
            throw Refusal.analysis(in.query().span(), "Child of in predicate should be value");
        } else if (condition instanceof Expression.Unary unary
                && unary.operator().meaning() == Operator.NOT) {
            throw Refusal.analysis(unary.span(), "Compound predicate's op should be AND");
        } else {
            throw Refusal.analysis(condition.span(), PLAIN);
        }
    }

    private static void checkBinary(Expression.Binary binary, List<Expression.Reference> columns) {
        switch (binary.operator().meaning()) {
            case AND -> {
                checkCondition(binary.left(), columns);
                checkCondition(binary.right(), columns);
            }
            case OR -> throw Refusal.analysis(binary.span(), "Compound predicate's op should be AND");
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL_FOR_NULL -> {
                columns.add(column(binary.left(), "Left expr of binary predicate should be column name"));
                requireValue(binary.right(), "Right expr of binary predicate should be value");
            }
            default -> throw Refusal.analysis(binary.span(), PLAIN);
        }
    }

    private static Expression.Reference column(Expression expression, String otherwise) {
        if (Subexpressions.bare(expression) instanceof Expression.Reference reference) {
            return reference;
        }
        throw Refusal.analysis(expression.span(), otherwise);
    }

    private static void requireValue(Expression expression, String otherwise) {
        Expression bare = Subexpressions.bare(expression);
        boolean negative = bare instanceof Expression.Unary unary
                && unary.operator() == Operator.MINUS
                && LiteralTypes.isLiteral(unary.operand());
        if (!negative && !LiteralTypes.isLiteral(bare) && !(bare instanceof Expression.Null)) {
            throw Refusal.analysis(expression.span(), otherwise);
        }
    }

    private static void checkColumn(Table table, Expression.Reference reference) {
        String name = reference.name().last().text();
        Column column = table.column(name)
                .orElseThrow(() -> Refusal.execution(reference.span(), ServerError.UNKNOWN_COLUMN, name, table.name()));
        boolean rewritten = !column.key() && table.model() != KeyModel.DUPLICATE;
        if (rewritten || PrimitiveType.of(column.type()).isFloatingPoint()) {
            throw Refusal.execution(
                    reference.span(),
                    "Column[" + name + "] is not key column or storage model is not duplicate or column type is float"
                            + " or double.");
        }
        if (column.type().isComplex()) {
            throw Refusal.execution(
                    reference.span(), "unsupported delete condition on Array/Map/Struct type column[" + name + "]");
        }
    }

    private static final class DeleteWords implements RowTarget.Words {
        @Override
        public Refusal noDatabase(ResolvedTableName place) {
            return Refusal.analysis(
                    place.span(), "Database " + place.catalog() + "." + place.database() + " is not found");
        }

        @Override
        public Refusal materialized(ResolvedTableName place) {
            return Refusal.analysis(
                    place.span(),
                    "The data of '" + place.table() + "' cannot be deleted because it is a materialized view,and the"
                            + " data of materialized view must be consistent with the base table.");
        }

        @Override
        public Refusal view(ResolvedTableName place) {
            return Refusal.execution(place.span(), "Delete is not supported on VIEW table");
        }
    }
}
