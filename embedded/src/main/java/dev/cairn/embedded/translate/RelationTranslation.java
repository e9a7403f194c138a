package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.ComparisonTypes;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.ReadSource;
import dev.cairn.embedded.translate.value.TranslatedField;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Translates the FROM clause. */
record RelationTranslation(
        QueryTranslation queries, @Nullable TranslationScope outer) {
    /** A translated FROM clause, with the columns that it provides. */
    record FromClause(String sql, List<TranslatedField> fields) {
        FromClause {
            fields = List.copyOf(fields);
        }
    }

    private static List<TranslatedField> both(List<TranslatedField> left, List<TranslatedField> right) {
        return Stream.concat(left.stream(), right.stream()).toList();
    }

    /** Joins the relations of a list. A table function may refer to the columns of the relations before it. */
    FromClause of(List<Relation> relations) {
        FromClause all = of(relations.get(0), List.of());
        for (Relation relation : relations.subList(1, relations.size())) {
            FromClause next = of(relation, all.fields());
            all = new FromClause(all.sql() + " CROSS JOIN " + next.sql(), both(all.fields(), next.fields()));
        }
        return all;
    }

    private FromClause of(Relation relation, List<TranslatedField> before) {
        if (relation instanceof Relation.Named named) {
            return named(named);
        }
        if (relation instanceof Relation.Join join) {
            return join(join, before);
        }
        if (relation instanceof Relation.Derived derived) {
            return derived(derived);
        }
        if (relation instanceof Relation.Lateral lateral) {
            return of(lateral.relation(), before);
        }
        if (relation instanceof Relation.Parenthesized inner) {
            FromClause from = of(inner.relations());
            return new FromClause("(" + from.sql() + ")", from.fields());
        }
        if (relation instanceof Relation.Function function) {
            return tableFunction(function, before);
        }
        if (relation instanceof Relation.Values values) {
            return values(values);
        }
        throw UnsupportedFeature.query("FILES()", relation.span());
    }

    private FromClause named(Relation.Named named) {
        Relation.Alias alias = named.alias();
        String duckDbName = queries.state().next("r");
        Optional<QueryTranslation.CommonTable> common = named.name().parts().size() == 1
                ? queries.commonTable(named.name().last().text())
                : Optional.empty();
        if (common.isPresent()) {
            List<String> relation =
                    List.of(alias == null ? common.get().name() : alias.name().text());
            return new FromClause(
                    common.get().duckDbName() + " AS " + duckDbName,
                    outputs(relation, common.get().columns(), duckDbName, names(alias)));
        }
        QualifiedName qualified = qualified(named.name());
        List<String> relation = alias == null
                ? qualified.parts().stream().map(Name::text).toList()
                : List.of(alias.name().text());
        ReadSource source = queries.context().tables().named(qualified, named);
        if (source instanceof ReadSource.OfView view) {
            TranslatedQuery query = queries.ofView(view.database()).of(view.query(), null);
            List<String> names = alias == null || alias.columns().isEmpty() ? view.columns() : names(alias);
            return new FromClause(
                    "(" + query.sql() + ") AS " + duckDbName, outputs(relation, query.columns(), duckDbName, names));
        }
        return stored((ReadSource.Stored) source, relation, duckDbName);
    }

    /** The server hides the columns for the expressions of PARTITION BY, also those that a materialized view stores. */
    private FromClause stored(ReadSource.Stored table, List<String> relation, String duckDbName) {
        List<TranslatedField> fields = new ArrayList<>();
        for (ReadSource.Column column : table.columns()) {
            TranslatedField field = column.field(relation, duckDbName + "." + DuckDbQuoting.name(column.duckDbName()));
            fields.add(column.name().startsWith(Partitioning.HIDDEN_COLUMN) ? field.hidden() : field);
        }
        ExpressionTranslation expressions = new ExpressionTranslation(queries, new TranslationScope(fields, null));
        List<TranslatedField> hidden = new ArrayList<>();
        for (Expression expression : table.hidden()) {
            String name = Partitioning.HIDDEN_COLUMN + hidden.size();
            hidden.add(TranslatedField.of(relation, name, expressions.of(expression))
                    .hidden());
        }
        return new FromClause(table.sql() + " AS " + duckDbName, both(fields, hidden));
    }

    private QualifiedName qualified(QualifiedName name) {
        if (name.parts().size() > 1) {
            return name;
        }
        String database = queries.context().database();
        if (database == null) {
            throw Refusal.analysis(name.span(), ServerError.NO_DATABASE_CHOSEN);
        }
        return new QualifiedName(List.of(Name.of(database), name.last()));
    }

    private static List<String> names(Relation.@Nullable Alias alias) {
        return alias == null
                ? List.of()
                : alias.columns().stream().map(Name::text).toList();
    }

    /** Returns the columns of a query in FROM. */
    private static List<TranslatedField> outputs(
            List<String> relation, List<TranslatedQuery.Column> columns, String duckDbName, List<String> names) {
        List<TranslatedField> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = names.isEmpty() ? columns.get(i).name() : names.get(i);
            fields.add(columns.get(i).field(relation, name, duckDbName + "." + TranslatedQuery.column(i)));
        }
        return fields;
    }

    private FromClause derived(Relation.Derived derived) {
        TranslatedQuery query = queries.of(derived.query(), outer);
        String duckDbName = queries.state().next("r");
        List<String> relation = derived.alias() == null
                ? List.of()
                : List.of(derived.alias().name().text());
        String sql = "(" + query.sql() + ") AS " + duckDbName;
        return new FromClause(sql, outputs(relation, query.columns(), duckDbName, names(derived.alias())));
    }

    private FromClause values(Relation.Values values) {
        ExpressionTranslation expressions = new ExpressionTranslation(queries, TranslationScope.NONE);
        List<Type> types = new ArrayList<>();
        for (List<Expression> row : values.rows()) {
            for (int i = 0; i < row.size(); i++) {
                Type type = expressions.of(row.get(i)).type();
                Type common = i < types.size() ? CommonTypes.of(types.get(i), type) : type;
                if (i < types.size()) {
                    types.set(i, common == null ? types.get(i) : common);
                } else {
                    types.add(type);
                }
            }
        }
        List<String> rows = new ArrayList<>();
        for (List<Expression> row : values.rows()) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(expressions.of(row.get(i)).as(types.get(i)).sql());
            }
            rows.add("(" + String.join(", ", cells) + ")");
        }
        return valuesFrom(values.alias(), types, rows);
    }

    private FromClause valuesFrom(Relation.@Nullable Alias alias, List<Type> types, List<String> rows) {
        String duckDbName = queries.state().next("r");
        List<TranslatedQuery.Column> columns = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            columns.add(new TranslatedQuery.Column("column_" + i, types.get(i)));
        }
        String names = IntStream.range(0, types.size())
                .mapToObj(TranslatedQuery::column)
                .collect(Collectors.joining(", ", "(", ")"));
        String sql = "(VALUES " + String.join(", ", rows) + ") AS " + duckDbName + names;
        List<String> relation = alias == null ? List.of() : List.of(alias.name().text());
        return new FromClause(sql, outputs(relation, columns, duckDbName, names(alias)));
    }

    private FromClause tableFunction(Relation.Function function, List<TranslatedField> before) {
        String name = function.name().toString().toLowerCase(Locale.ROOT);
        queries.state().calls(name);
        ExpressionTranslation expressions = new ExpressionTranslation(queries, new TranslationScope(before, outer));
        List<Value> arguments = expressions.values(
                function.arguments().stream().map(Relation.Argument::value).toList());
        List<TranslatedQuery.Column> columns = new ArrayList<>();
        String sql = switch (name) {
            case "unnest" -> unnest(arguments, columns);
            case "unnest_bitmap" -> {
                columns.add(new TranslatedQuery.Column(name, TranslationTypes.BIGINT));
                yield "SELECT CAST(unnest(" + arguments.get(0).sql() + ") AS BIGINT) AS c0";
            }
            case "generate_series" -> series(arguments, columns);
            case "json_each" -> {
                columns.add(new TranslatedQuery.Column("key", TranslationTypes.VARCHAR));
                columns.add(new TranslatedQuery.Column("value", TranslationTypes.JSON));
                String json = arguments.get(0).sql();
                yield "SELECT unnest(sr_list(sr_json_names(" + json + "))) AS c0, unnest(sr_list(sr_json_values(" + json
                        + "))) AS c1";
            }
            default -> throw UnsupportedFeature.function(name, function.span());
        };
        String duckDbName = queries.state().next("r");
        String relation = function.alias() == null
                ? "table_function_" + name
                : function.alias().name().text();
        return new FromClause(
                "LATERAL (" + sql + ") AS " + duckDbName,
                outputs(List.of(relation), columns, duckDbName, names(function.alias())));
    }

    /** Shorter arrays are padded with NULL. */
    private static String unnest(List<Value> arguments, List<TranslatedQuery.Column> columns) {
        List<String> items = new ArrayList<>();
        for (Value argument : arguments) {
            Type element = argument.type() instanceof Type.Array array ? array.element() : TranslationTypes.NULL;
            items.add("unnest(" + argument.sql() + ") AS " + TranslatedQuery.column(columns.size()));
            columns.add(
                    new TranslatedQuery.Column(arguments.size() == 1 ? "unnest" : "unnest_" + columns.size(), element));
        }
        return "SELECT " + String.join(", ", items);
    }

    private static String series(List<Value> arguments, List<TranslatedQuery.Column> columns) {
        Type type = TranslationTypes.INT;
        for (Value argument : arguments) {
            boolean wider = DuckDbType.of(argument.type()).equals("BIGINT");
            type = wider ? TranslationTypes.BIGINT : type;
        }
        columns.add(new TranslatedQuery.Column("generate_series", type));
        String step = arguments.size() > 2
                ? arguments.get(2).as(TranslationTypes.BIGINT).sql()
                : "1";
        return "SELECT CAST(s.c0 AS " + DuckDbType.of(type) + ") AS c0 FROM generate_series("
                + arguments.get(0).as(TranslationTypes.BIGINT).sql() + ", "
                + arguments.get(1).as(TranslationTypes.BIGINT).sql() + ", " + step + ") AS s(c0)";
    }

    private FromClause join(Relation.Join join, List<TranslatedField> before) {
        FromClause left = of(join.left(), before);
        FromClause right = of(join.right(), both(before, left.fields()));
        boolean swapped =
                join.kind() == Relation.Join.Kind.RIGHT_SEMI_JOIN || join.kind() == Relation.Join.Kind.RIGHT_ANTI_JOIN;
        String sql = swapped
                ? right.sql() + " " + operator(join) + " " + bracketed(join.left(), left)
                : left.sql() + " " + operator(join) + " " + bracketed(join.right(), right);
        TranslationScope names = new TranslationScope(both(left.fields(), right.fields()), outer);
        return new FromClause(sql + condition(join, left, right, names), fields(join, left, right));
    }

    private static String bracketed(Relation relation, FromClause from) {
        return relation instanceof Relation.Join ? "(" + from.sql() + ")" : from.sql();
    }

    private static String operator(Relation.Join join) {
        boolean conditioned = join.on() != null || !join.using().isEmpty();
        return switch (join.kind()) {
            case JOIN, INNER_JOIN, CROSS, CROSS_JOIN -> conditioned ? "INNER JOIN" : "CROSS JOIN";
            case LEFT_JOIN, LEFT_OUTER_JOIN -> "LEFT JOIN";
            case RIGHT_JOIN, RIGHT_OUTER_JOIN -> "RIGHT JOIN";
            case FULL_JOIN, FULL_OUTER_JOIN -> "FULL JOIN";
            case LEFT_SEMI_JOIN, RIGHT_SEMI_JOIN -> "SEMI JOIN";
            case LEFT_ANTI_JOIN, RIGHT_ANTI_JOIN -> "ANTI JOIN";
            case ASOF_JOIN, ASOF_INNER_JOIN -> "ASOF JOIN";
            case ASOF_LEFT_JOIN, ASOF_LEFT_OUTER_JOIN -> "ASOF LEFT JOIN";
            case NULL_AWARE_LEFT_ANTI_JOIN ->
                throw UnsupportedFeature.query(join.kind().text(), join.span());
        };
    }

    private String condition(Relation.Join join, FromClause left, FromClause right, TranslationScope names) {
        if (join.on() != null) {
            return " ON " + new ExpressionTranslation(queries, names).condition(join.on());
        }
        if (!join.using().isEmpty()) {
            return join.using().stream()
                    .map(name ->
                            equal(named(left, name).value(), named(right, name).value(), name))
                    .collect(Collectors.joining(" AND ", " ON ", ""));
        }
        return operator(join).equals("CROSS JOIN") ? "" : " ON TRUE";
    }

    private static String equal(Value left, Value right, Name name) {
        Type compared = common(ComparisonTypes.ofJoined(left.type(), right.type()), name);
        return necessary(left, compared).sql() + " = "
                + necessary(right, compared).sql();
    }

    private static Value necessary(Value value, Type type) {
        return value.as(Casts.necessary(value.type(), type));
    }

    private static Type common(@Nullable Type common, Name name) {
        if (common == null) {
            throw UnsupportedFeature.query("USING (" + name + ")", name.span());
        }
        return common;
    }

    private static List<TranslatedField> fields(Relation.Join join, FromClause left, FromClause right) {
        return switch (join.kind()) {
            case LEFT_SEMI_JOIN, LEFT_ANTI_JOIN -> left.fields();
            case RIGHT_SEMI_JOIN, RIGHT_ANTI_JOIN -> right.fields();
            default -> join.using().isEmpty() ? both(left.fields(), right.fields()) : merged(join, left, right);
        };
    }

    /** Returns the columns of a join. The columns of USING come first, once each. */
    private static List<TranslatedField> merged(Relation.Join join, FromClause left, FromClause right) {
        List<TranslatedField> fields = new ArrayList<>();
        for (Name name : join.using()) {
            TranslatedField column = named(left, name);
            Value value = merged(join.kind(), column.value(), named(right, name).value(), name);
            fields.add(new TranslatedField(List.of(), column.name(), value, true, true));
        }
        for (TranslatedField field : both(left.fields(), right.fields())) {
            boolean shared = join.using().stream().anyMatch(name -> name.is(field.name()));
            fields.add(shared ? field.hidden() : field);
        }
        return fields;
    }

    /** Returns the value of a name in USING. */
    private static Value merged(Relation.Join.Kind kind, Value left, Value right, Name name) {
        return switch (kind) {
            case RIGHT_JOIN, RIGHT_OUTER_JOIN -> right;
            case FULL_JOIN, FULL_OUTER_JOIN -> {
                Type type = common(ComparisonTypes.ofMerged(left.type(), right.type()), name);
                yield new Value(
                        "coalesce(" + left.as(type).sql() + ", "
                                + right.as(type).sql() + ")",
                        type);
            }
            default -> left;
        };
    }

    private static TranslatedField named(FromClause side, Name name) {
        return side.fields().stream()
                .filter(field -> name.is(field.name()))
                .findFirst()
                .orElseThrow();
    }
}
