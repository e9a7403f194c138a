package dev.cairn.embedded.rows.table;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.value.CastTranslator;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.stream.Collectors;

/** Translates the default values of columns into DuckDB expressions. */
public record DefaultValueTranslator(SqlTranslator sqlTranslator) {
    /**
     * Returns the default as a value of the column's type: always an empty value for BITMAP and HLL; for other types
     * NULL if no default is declared.
     */
    public String translateDefault(Column column) {
        ColumnDefault columnDefault = column.defaultValue();
        PrimitiveType type = PrimitiveType.of(column.type());
        if (type == PrimitiveType.BITMAP || type == PrimitiveType.HLL) {
            // The only default of these types is an empty value. The type of the value matters, because it becomes the
            // type of a new column.
            return "CAST([] AS " + DuckDbType.typeName(column.type()) + ")";
        }
        if (columnDefault instanceof ColumnDefault.TextDefault textDefault) {
            String textSql = DuckDbQuoting.quoteText(textDefault.value());
            return column.type().isNested()
                    ? CastTranslator.convertJsonText(textSql, column.type())
                    : CastTranslator.convert(textSql, TypeConstants.VARCHAR, column.type());
        }
        if (columnDefault instanceof ColumnDefault.CurrentTimestamp currentTimestamp) {
            Integer precision = currentTimestamp.precision();
            List<Expression> arguments = precision == null
                    ? List.of()
                    : List.of(new Expression.NumberLiteral(
                            precision.toString(), Expression.NumberLiteral.Kind.INTEGER, Span.NONE));
            return translateExpression(Expression.Call.of("now", arguments, Span.NONE), column.type());
        }
        if (columnDefault instanceof ColumnDefault.FunctionDefault functionDefault) {
            String functionName = functionDefault.name().lastPart().text();
            return translateExpression(Expression.Call.of(functionName, List.of(), Span.NONE), column.type());
        }
        if (columnDefault instanceof ColumnDefault.ComputedDefault computedDefault) {
            return translateExpression(computedDefault.expression(), column.type());
        }
        return CastTranslator.convert("NULL", new Type.Scalar(Type.Scalar.Kind.NULL), column.type());
    }

    /**
     * Returns the value of a column in a new row that a partial update inserts. If a NOT NULL column has no default,
     * a server uses the zero of its type. JSON has no zero: its value is NULL, with which the row is refused later.
     */
    public String translateDefaultOfNewRow(Column column) {
        if (column.isNullable() || column.defaultValue() != null) {
            return translateDefault(column);
        }
        Type type = column.type();
        if (type instanceof Type.Array) {
            return "CAST([] AS " + DuckDbType.typeName(type) + ")";
        }
        if (type instanceof Type.Map) {
            return "CAST(map() AS " + DuckDbType.typeName(type) + ")";
        }
        if (type instanceof Type.Struct struct) {
            return struct.fields().stream()
                    .map(field -> "NULL")
                    .collect(Collectors.joining(", ", "CAST(row(", ") AS " + DuckDbType.typeName(type) + ")"));
        }
        PrimitiveType primitiveType = PrimitiveType.of(type);
        String zero = switch (primitiveType) {
            case DATE, DATETIME -> "0000-01-01";
            default -> primitiveType.isNumeric() || primitiveType == PrimitiveType.BOOLEAN ? "0" : "";
        };
        boolean hasZero =
                !zero.isEmpty() || primitiveType.isCharacterType() || primitiveType == PrimitiveType.VARBINARY;
        return hasZero
                ? CastTranslator.convert(DuckDbQuoting.quoteText(zero), TypeConstants.VARCHAR, type)
                : translateDefault(column);
    }

    private String translateExpression(Expression expression, Type type) {
        return sqlTranslator.translateExpression(expression, List.of(), type);
    }
}
