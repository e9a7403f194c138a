package dev.cairn.engine.column;

import dev.cairn.analysis.type.LiteralTypes;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks which columns of a new table may be generated, and from which expressions. */
public final class GeneratedColumnRules {
    private GeneratedColumnRules() {}

    public static void check(ServerProfile profile, TableKey key, List<DraftColumn> columns, List<Column> stored) {
        if (columns.stream().noneMatch(DraftColumn::generated)) {
            return;
        }
        if (key.model() == KeyModel.AGGREGATE) {
            throw Refusal.analysis(key.span(), "Generated Column does not support AGG table");
        }
        boolean found = false;
        for (DraftColumn column : columns) {
            Expression expression = column.definition().generated();
            if (expression != null) {
                checkKey(key, column);
                check(profile, column, expression, stored);
                found = true;
            } else if (found) {
                throw Refusal.analysis(
                        column.definition().span(), "All generated columns must be defined after ordinary columns");
            }
        }
    }

    private static void checkKey(TableKey key, DraftColumn column) {
        if (key.columns().stream().anyMatch(name -> name.text().equals(column.name()))) {
            throw Refusal.analysis(column.definition().span(), "Generated Column " + column.name() + " can not be KEY");
        }
    }

    private static void check(ServerProfile profile, DraftColumn column, Expression expression, List<Column> columns) {
        List<Column> read = new ArrayList<>();
        for (String name : expression.columnNames()) {
            read.add(find(columns, name)
                    .orElseThrow(
                            () -> Refusal.analysis(expression.span(), "can not get column by column id: " + name)));
        }
        GeneratedExpression computed = GeneratedExpression.of(
                profile,
                new ColumnScope(name -> find(columns, name).map(ColumnScope::typed)),
                column.hidden() ? expression : given(column.type(), expression));
        read.forEach(other -> checkReference(expression, other));
        if (!column.hidden() && !takesType(expression, column.type())) {
            computed.requireType(column.type());
        }
    }

    /**
     * Whether the expression keeps the column's type. The server assigns this type first, but most expressions replace
     * it by their own.
     */
    private static boolean takesType(Expression expression, Type type) {
        if (expression instanceof Expression.Group group) {
            return takesType(group.inner(), type);
        }
        if (expression instanceof Expression.ArrayLiteral array) {
            return !array.elements().isEmpty() && type instanceof Type.Array;
        }
        if (expression instanceof Expression.MapLiteral map) {
            return !map.entries().isEmpty() && type instanceof Type.Map;
        }
        return LiteralTypes.isLiteral(expression);
    }

    /**
     * The expression with the type that the server assigned to it; an array literal passes the type on to its elements.
     */
    private static Expression given(Type type, Expression expression) {
        if (expression instanceof Expression.Group group) {
            return given(type, group.inner());
        }
        return expression instanceof Expression.ArrayLiteral array && type instanceof Type.Array element
                ? new Expression.ArrayLiteral(element, array.elements(), array.span())
                : expression;
    }

    private static Optional<Column> find(List<Column> columns, String name) {
        return columns.stream().filter(column -> column.is(name)).findFirst();
    }

    private static void checkReference(Expression expression, Column read) {
        if (read.generated() != null) {
            throw Refusal.analysis(expression.span(), "Expression can not refers to other generated columns");
        }
        if (read.autoIncrement()) {
            throw Refusal.analysis(expression.span(), "Expression can not refers to AUTO_INCREMENT columns");
        }
    }
}
