package dev.cairn.embedded.translate;

import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.query.RecursiveCommonTables;
import dev.cairn.embedded.translate.query.TranslatedQuery;
import dev.cairn.embedded.translate.query.TranslationMode;
import dev.cairn.embedded.translate.value.CastTranslator;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.RelationRows;
import dev.cairn.embedded.translate.value.StoredValueConverter;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates StarRocks SQL to DuckDB SQL.
 *
 * <pre>{@code
 * SqlTranslator translator = new SqlTranslator(context);
 * BoundQuery query = translator.analyze(Sql.parseQuery("SELECT sum(price) FROM orders"));
 * translator.translateQuery(query, mode).sql();
 * // SELECT CAST(sum(r1."price") AS DECIMAL(38, 2)) AS c0 FROM t10004 AS r1
 * }</pre>
 */
public final class SqlTranslator {
    private final TranslationContext context;

    public SqlTranslator(TranslationContext context) {
        this.context = context;
    }

    /** Resolves the names of a query and determines its types, as the server does. */
    public BoundQuery analyze(Query query) {
        return context.analyze(query);
    }

    /**
     * Translates a query whose values another DuckDB statement processes. Recursive tables are refused. The result does
     * not list the called functions.
     */
    public TranslatedQuery translateQuery(BoundQuery boundQuery, TranslationMode mode) {
        return translateQuery(boundQuery, RecursiveCommonTables.NONE, mode);
    }

    /** Translates the query of an INSERT, like {@link #translateQuery}, except that recursive tables are allowed. */
    public TranslatedQuery translateInsertQuery(BoundQuery boundQuery, TranslationMode mode) {
        return translateQuery(boundQuery, RecursiveCommonTables.find(boundQuery), mode);
    }

    private TranslatedQuery translateQuery(
            BoundQuery boundQuery, RecursiveCommonTables recursiveCommonTables, TranslationMode mode) {
        QueryTranslator queryTranslator =
                new QueryTranslator(context, boundQuery.bindings(), recursiveCommonTables, mode);
        TranslatedQuery translatedQuery = queryTranslator.translate(boundQuery.query());
        return new TranslatedQuery(
                translatedQuery.sql(),
                translatedQuery.columns(),
                List.of(),
                queryTranslator.state().constantNameBySql());
    }

    /** Translates a query whose values are returned as strings in the format of the protocol. */
    public TranslatedQuery translateAnswer(BoundQuery boundQuery, TranslationMode mode) {
        QueryTranslator queryTranslator =
                new QueryTranslator(context, boundQuery.bindings(), RecursiveCommonTables.find(boundQuery), mode);
        TranslatedQuery translatedQuery = queryTranslator.translate(boundQuery.query());
        List<String> convertedColumns = new ArrayList<>();
        for (int i = 0; i < translatedQuery.columns().size(); i++) {
            String columnName = TranslatedQuery.columnName(i);
            Type type = translatedQuery.columns().get(i).type();
            convertedColumns.add(
                    WireTextConverter.hasSameText(type) ? columnName : WireTextConverter.convert(columnName, type));
        }
        String sql = "SELECT " + String.join(", ", convertedColumns) + " FROM (" + translatedQuery.sql() + ")";
        return new TranslatedQuery(
                sql,
                translatedQuery.columns(),
                queryTranslator.state().functionNames(),
                queryTranslator.state().constantNameBySql());
    }

    /** Translates an expression over the columns of one relation, converted to a type. */
    public String translateExpression(Expression expression, List<RelationRows.SourceColumn> columns, Type type) {
        return translateExpression(expression, columns, type, TranslationMode.PLAIN);
    }

    private String translateExpression(
            Expression expression, List<RelationRows.SourceColumn> columns, Type type, TranslationMode mode) {
        return QueryTranslator.createForExpression(context, mode)
                .translateOverRow(expression, columns, "")
                .castTo(type)
                .sql();
    }

    /** Returns the type of an expression over the columns of one relation. */
    public Type determineType(Expression expression, List<RelationRows.SourceColumn> columns) {
        return QueryTranslator.createForExpression(context, TranslationMode.PLAIN)
                .translateOverRow(expression, columns, "")
                .type();
    }

    /** Returns an aggregate of the states that a column stores. */
    public String translateStateAggregate(String functionName, RelationRows.SourceColumn column) {
        return translateAggregate(functionName, column, column.type());
    }

    /** Returns the sum of the values that a column stores. */
    public String translateStoredSum(RelationRows.SourceColumn column) {
        String sum = translateAggregate("sum", column, StoredValueConverter.sumType(column.type()));
        return StoredValueConverter.convertSum(sum, column.type());
    }

    private String translateAggregate(String functionName, RelationRows.SourceColumn column, Type type) {
        Expression values = new Expression.Reference(QualifiedName.of(column.name()), Span.NONE);
        Expression call = Expression.Call.of(functionName, List.of(values), Span.NONE);
        return translateExpression(call, List.of(column), type, TranslationMode.WRAPPING);
    }

    /**
     * Converts values to the texts that clients receive. Bytes are returned as hex, because DuckDB's texts can't
     * contain arbitrary bytes. Values that only functions can read are returned as NULL.
     */
    private static final class WireTextConverter {
        private WireTextConverter() {}

        /**
         * Returns whether the driver reads values of a type as the strings that clients receive, so that DuckDB need
         * not convert them.
         */
        static boolean hasSameText(Type type) {
            return switch (PrimitiveType.of(type)) {
                case TINYINT, SMALLINT, INT, BIGINT, DATE -> true;
                default -> false;
            };
        }

        static String convert(String sql, Type type) {
            if (type instanceof Type.Array array) {
                return renderElements(sql, "[", convertNested("x", array.element()), "]");
            }
            if (type instanceof Type.Map map) {
                return renderElements(
                        sql,
                        "{",
                        convertNested("x.key", map.key()) + " || ':' || " + convertNested("x.value", map.value()),
                        "}");
            }
            if (type instanceof Type.Struct struct) {
                List<String> fields = new ArrayList<>();
                for (Type.Field field : struct.fields()) {
                    fields.add(DuckDbQuoting.quoteText("\"" + field.name() + "\":") + " || "
                            + convertNested(sql + "." + DuckDbQuoting.quoteName(field.name()), field.type()));
                }
                return "CASE WHEN " + sql + " IS NOT NULL THEN '{' || " + String.join(" || ',' || ", fields)
                        + " || '}' END";
            }
            PrimitiveType primitiveType = PrimitiveType.of(type);
            if (primitiveType == PrimitiveType.JSON) {
                return sql;
            }
            if (primitiveType == PrimitiveType.VARIANT) {
                return "sr_variant_json(" + sql + ")";
            }
            if (primitiveType == PrimitiveType.VARBINARY) {
                return "hex(" + sql + ")";
            }
            return primitiveType.isMetric() || primitiveType == PrimitiveType.NULL_TYPE
                    ? "CAST(NULL AS VARCHAR)"
                    : CastTranslator.convert(sql, type, TypeConstants.VARCHAR);
        }

        /**
         * Returns the texts of the elements of a list in brackets, separated by commas.
         *
         * @param elementSql the text of an element {@code x}, which is not NULL
         */
        private static String renderElements(String sql, String opening, String elementSql, String closing) {
            return "CASE WHEN " + sql + " IS NOT NULL THEN '" + opening + "' || coalesce(list_aggr(list_transform("
                    + sql + ", lambda x: " + elementSql + "), 'string_agg', ','), '') || '" + closing + "' END";
        }

        private static String convertNested(String sql, Type type) {
            PrimitiveType primitiveType = PrimitiveType.of(type);
            String text = primitiveType == PrimitiveType.VARBINARY
                    ? CastTranslator.convert(sql, type, TypeConstants.VARCHAR)
                    : convert(sql, type);
            if (primitiveType == PrimitiveType.JSON || primitiveType == PrimitiveType.VARIANT) {
                text = "'''' || replace(replace(" + text + ", '\\', '\\\\'), '''', '\\''') || ''''";
            } else if (primitiveType.isCharacterType() || primitiveType == PrimitiveType.VARBINARY) {
                text = "'\"' || replace(replace(" + text + ", '\\', '\\\\'), '\"', '\\\"') || '\"'";
            } else if (primitiveType.isDateOrDatetime()) {
                text = "'\"' || " + text + " || '\"'";
            }
            return "coalesce(" + text + ", 'null')";
        }
    }
}
