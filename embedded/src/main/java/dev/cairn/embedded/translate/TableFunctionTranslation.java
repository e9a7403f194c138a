package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.TranslatedField;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions behind FROM. */
final class TableFunctionTranslation {
    private final QueryTranslation queries;
    private final @Nullable TranslationScope around;

    TableFunctionTranslation(QueryTranslation queries, @Nullable TranslationScope around) {
        this.queries = queries;
        this.around = around;
    }

    FromClause of(Relation.Function function, List<TranslatedField> before) {
        String name = function.name().toString().toLowerCase(Locale.ROOT);
        queries.numbering().calls(name);
        ExpressionTranslation expressions = new ExpressionTranslation(queries, new TranslationScope(before, around));
        List<Value> arguments = new ArrayList<>();
        for (Relation.Argument argument : function.arguments()) {
            arguments.add(expressions.of(argument.value()));
        }
        List<TranslatedQuery.Column> columns = new ArrayList<>();
        String sql = switch (name) {
            case "unnest" -> unnest(arguments, columns);
            case "unnest_bitmap" -> {
                columns.add(new TranslatedQuery.Column(name, TranslationTypes.BIGINT));
                yield "SELECT CAST(unnest(" + arguments.get(0).sql() + ") AS BIGINT) AS c0";
            }
            case "generate_series" -> series(function, arguments, columns);
            case "json_each" -> {
                columns.add(new TranslatedQuery.Column("key", TranslationTypes.VARCHAR));
                columns.add(new TranslatedQuery.Column("value", TranslationTypes.JSON));
                String json = arguments.get(0).sql();
                yield "SELECT unnest(sr_list(sr_json_names(" + json + "))) AS c0, unnest(sr_list(sr_json_values(" + json
                        + "))) AS c1";
            }
            default -> throw UnsupportedFeature.function(name, function.span());
        };
        String held = queries.numbering().next("r");
        String relation = function.alias() == null
                ? "table_function_" + name
                : function.alias().name().text();
        return new FromClause(
                "LATERAL (" + sql + ") AS " + held,
                RelationTranslation.outputs(
                        List.of(relation), columns, held, RelationTranslation.names(function.alias())));
    }

    /** Shorter arrays are filled up with NULL. */
    private static String unnest(List<Value> arguments, List<TranslatedQuery.Column> columns) {
        List<String> items = new ArrayList<>();
        for (Value argument : arguments) {
            Type element = argument.type() instanceof Type.Array array ? array.element() : TranslationTypes.NULL;
            items.add("unnest(" + argument.sql() + ") AS " + TranslatedQuery.held(columns.size()));
            columns.add(
                    new TranslatedQuery.Column(arguments.size() == 1 ? "unnest" : "unnest_" + columns.size(), element));
        }
        return "SELECT " + String.join(", ", items);
    }

    private static String series(
            Relation.Function function, List<Value> arguments, List<TranslatedQuery.Column> columns) {
        Type type = TranslationTypes.INT;
        for (Value argument : arguments) {
            boolean wider = DuckDbType.of(argument.type()).equals("BIGINT");
            type = wider ? TranslationTypes.BIGINT : type;
        }
        List<Expression> written =
                function.arguments().stream().map(Relation.Argument::value).toList();
        columns.add(new TranslatedQuery.Column("generate_series", type));
        String step = written.size() > 2
                ? arguments.get(2).as(TranslationTypes.BIGINT).sql()
                : "1";
        return "SELECT CAST(s.c0 AS " + DuckDbType.of(type) + ") AS c0 FROM generate_series("
                + arguments.get(0).as(TranslationTypes.BIGINT).sql() + ", "
                + arguments.get(1).as(TranslationTypes.BIGINT).sql() + ", " + step + ") AS s(c0)";
    }
}
