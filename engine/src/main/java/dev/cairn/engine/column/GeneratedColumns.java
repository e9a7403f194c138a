package dev.cairn.engine.column;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Optional;

/** Checks and finds generated columns, which are computed from other columns of their row. */
public final class GeneratedColumns {
    private GeneratedColumns() {}

    /** Checks whether a clause of ALTER TABLE may define the generated column. */
    public static void check(AlterTableContext alteration, ColumnDefinition definition, Column column) {
        if (alteration.isModel(KeyModel.AGGREGATE)) {
            throw Refusal.analysis(definition.span(), "Generated Column does not support AGG table");
        }
        Expression expression = definition.generated();
        if (expression == null) {
            return;
        }
        GeneratedExpression computed =
                GeneratedExpression.of(alteration.profile(), ColumnScope.of(alteration.table()), expression);
        for (String name : expression.columnNames()) {
            checkReference(alteration.table(), name, expression.span());
        }
        computed.requireType(column.type());
    }

    private static void checkReference(Table table, String name, Span at) {
        // The server fails here for fields of structs and for parameters of lambdas.
        Column read = table.column(name)
                .orElseThrow(() -> Refusal.execution(at, "Expression refers to no column of the table: " + name));
        if (read.generated() != null) {
            throw Refusal.analysis(at, "Expression can not refers to other generated columns: " + read.name());
        }
        if (read.autoIncrement()) {
            throw Refusal.analysis(at, "Expression can not refers to AUTO_INCREMENT columns: " + read.name());
        }
    }

    /**
     * The name of a column, possibly a hidden one, whose expression reads the named column. The server compares the
     * names case-sensitively here.
     */
    public static Optional<String> reading(Table table, String name) {
        for (Column column : table.columns()) {
            Expression expression = column.generated();
            if (expression != null && expression.columnNames().contains(name)) {
                return Optional.of(column.name());
            }
        }
        int number = 0;
        for (Expression hidden : hidden(table)) {
            if (hidden.columnNames().contains(name)) {
                return Optional.of(Partitioning.HIDDEN_COLUMN + number);
            }
            number++;
        }
        return Optional.empty();
    }

    /**
     * The expressions of the hidden columns that the server created for PARTITION BY; these columns follow all others.
     */
    public static List<Expression> hidden(Table table) {
        if (table.partitioning() instanceof Partitioning.ListBy list) {
            return list.items().stream()
                    .filter(item -> !(item instanceof Expression.Reference))
                    .toList();
        }
        return List.of();
    }
}
