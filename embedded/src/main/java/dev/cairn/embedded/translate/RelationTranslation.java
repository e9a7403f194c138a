package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.translate.value.ComparisonTranslation;
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
import org.jspecify.annotations.Nullable;

/** Translates the FROM clause. */
final class RelationTranslation {
    private final QueryTranslation queries;
    private final @Nullable TranslationScope around;

    RelationTranslation(QueryTranslation queries, @Nullable TranslationScope around) {
        this.queries = queries;
        this.around = around;
    }

    /** Joins the relations of a list. A table function may refer to the columns of the relations before it. */
    FromClause of(List<Relation> relations) {
        FromClause all = of(relations.get(0), List.of());
        for (Relation relation : relations.subList(1, relations.size())) {
            FromClause next = of(relation, all.fields());
            all = new FromClause(all.sql() + " CROSS JOIN " + next.sql(), FromClause.both(all, next));
        }
        return all;
    }

    FromClause of(Relation relation, List<TranslatedField> before) {
        if (relation instanceof Relation.Named named) {
            return named(named);
        }
        if (relation instanceof Relation.Join join) {
            return new JoinTranslation(queries, this, around).of(join, before);
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
            return new TableFunctionTranslation(queries, around).of(function, before);
        }
        if (relation instanceof Relation.Values values) {
            return values(values);
        }
        throw UnsupportedFeature.query("FILES()", relation.span());
    }

    private FromClause named(Relation.Named named) {
        String alias = named.alias() == null ? null : named.alias().name().text();
        Optional<TranslatedCommonTables.Entry> common = named.name().parts().size() == 1
                ? queries.tables().named(named.name().last().text())
                : Optional.empty();
        String held = queries.numbering().next("r");
        if (common.isPresent()) {
            TranslatedCommonTables.Entry entry = common.get();
            List<String> relation = List.of(alias == null ? entry.name() : alias);
            return new FromClause(
                    entry.held() + " AS " + held, outputs(relation, entry.columns(), held, names(named.alias())));
        }
        QualifiedName full = full(named.name());
        List<String> relation =
                alias == null ? full.parts().stream().map(Name::text).toList() : List.of(alias);
        ReadSource readable = queries.setting().tables().named(full, named);
        if (readable instanceof ReadSource.Viewed view) {
            TranslatedQuery query = queries.ofView(view.database()).of(view.query(), null);
            List<String> columns =
                    named.alias() == null || named.alias().columns().isEmpty() ? view.columns() : names(named.alias());
            return new FromClause(
                    "(" + query.sql() + ") AS " + held, outputs(relation, query.columns(), held, columns));
        }
        return stored((ReadSource.Stored) readable, relation, held);
    }

    private static FromClause stored(ReadSource.Stored table, List<String> relation, String held) {
        List<TranslatedField> fields = table.columns().stream()
                .map(column -> TranslatedField.of(
                        relation, column.name(), column.type(), held + "." + DuckDbQuoting.name(column.held())))
                .toList();
        return new FromClause(table.sql() + " AS " + held, fields);
    }

    private QualifiedName full(QualifiedName name) {
        if (name.parts().size() > 1) {
            return name;
        }
        String database = queries.setting().database();
        if (database == null) {
            throw Refusal.analysis(name.span(), ServerError.NO_DATABASE_CHOSEN);
        }
        return new QualifiedName(List.of(Name.of(database), name.last()));
    }

    static List<String> names(Relation.@Nullable Alias alias) {
        return alias == null ? List.of() : QueryTranslation.texts(alias.columns());
    }

    /** Returns the columns of a query in FROM. */
    static List<TranslatedField> outputs(
            List<String> relation, List<TranslatedQuery.Column> columns, String held, List<String> names) {
        List<TranslatedField> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = names.isEmpty() ? columns.get(i).name() : names.get(i);
            fields.add(TranslatedField.of(relation, name, columns.get(i).type(), held + "." + TranslatedQuery.held(i)));
        }
        return fields;
    }

    private FromClause derived(Relation.Derived derived) {
        TranslatedQuery query = queries.of(derived.query(), around);
        String held = queries.numbering().next("r");
        List<String> relation = derived.alias() == null
                ? List.of()
                : List.of(derived.alias().name().text());
        String sql = "(" + query.sql() + ") AS " + held;
        return new FromClause(sql, outputs(relation, query.columns(), held, names(derived.alias())));
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
        String held = queries.numbering().next("r");
        List<TranslatedQuery.Column> columns = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            columns.add(new TranslatedQuery.Column("column_" + i, types.get(i)));
        }
        String names = java.util.stream.IntStream.range(0, types.size())
                .mapToObj(TranslatedQuery::held)
                .collect(Collectors.joining(", ", "(", ")"));
        String sql = "(VALUES " + String.join(", ", rows) + ") AS " + held + names;
        List<String> relation = alias == null ? List.of() : List.of(alias.name().text());
        return new FromClause(sql, outputs(relation, columns, held, names(alias)));
    }

    /** Translates table functions. */
    private static final class TableFunctionTranslation {
        private final QueryTranslation queries;
        private final @Nullable TranslationScope around;

        TableFunctionTranslation(QueryTranslation queries, @Nullable TranslationScope around) {
            this.queries = queries;
            this.around = around;
        }

        FromClause of(Relation.Function function, List<TranslatedField> before) {
            String name = function.name().toString().toLowerCase(Locale.ROOT);
            queries.numbering().calls(name);
            ExpressionTranslation expressions =
                    new ExpressionTranslation(queries, new TranslationScope(before, around));
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
                    yield "SELECT unnest(sr_list(sr_json_names(" + json + "))) AS c0, unnest(sr_list(sr_json_values("
                            + json + "))) AS c1";
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

        /** Shorter arrays are padded with NULL. */
        private static String unnest(List<Value> arguments, List<TranslatedQuery.Column> columns) {
            List<String> items = new ArrayList<>();
            for (Value argument : arguments) {
                Type element = argument.type() instanceof Type.Array array ? array.element() : TranslationTypes.NULL;
                items.add("unnest(" + argument.sql() + ") AS " + TranslatedQuery.held(columns.size()));
                columns.add(new TranslatedQuery.Column(
                        arguments.size() == 1 ? "unnest" : "unnest_" + columns.size(), element));
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

    /** Translates joins. */
    private static final class JoinTranslation {
        private final QueryTranslation queries;
        private final RelationTranslation relations;
        private final @Nullable TranslationScope around;

        JoinTranslation(QueryTranslation queries, RelationTranslation relations, @Nullable TranslationScope around) {
            this.queries = queries;
            this.relations = relations;
            this.around = around;
        }

        FromClause of(Relation.Join join, List<TranslatedField> before) {
            FromClause left = relations.of(join.left(), before);
            List<TranslatedField> seen = new ArrayList<>(before);
            seen.addAll(left.fields());
            FromClause right = relations.of(join.right(), seen);
            boolean swapped = join.kind() == Relation.Join.Kind.RIGHT_SEMI_JOIN
                    || join.kind() == Relation.Join.Kind.RIGHT_ANTI_JOIN;
            String sql = swapped
                    ? right.sql() + " " + operator(join) + " " + bracketed(join.left(), left)
                    : left.sql() + " " + operator(join) + " " + bracketed(join.right(), right);
            TranslationScope names = new TranslationScope(FromClause.both(left, right), around);
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
            ExpressionTranslation expressions = new ExpressionTranslation(queries, names);
            if (join.on() != null) {
                return " ON " + expressions.condition(join.on());
            }
            if (!join.using().isEmpty()) {
                ExpressionTranslation ofLeft =
                        new ExpressionTranslation(queries, new TranslationScope(left.fields(), null));
                ExpressionTranslation ofRight =
                        new ExpressionTranslation(queries, new TranslationScope(right.fields(), null));
                List<String> equal = new ArrayList<>();
                for (Name name : join.using()) {
                    Expression.Reference column = reference(name);
                    equal.add(ComparisonTranslation.sql(
                            Expression.Operator.EQUAL, ofLeft.of(column), ofRight.of(column), column.span()));
                }
                return " ON " + String.join(" AND ", equal);
            }
            return operator(join).equals("CROSS JOIN") ? "" : " ON TRUE";
        }

        private static Expression.Reference reference(Name name) {
            return new Expression.Reference(new QualifiedName(List.of(name)), name.span());
        }

        private static List<TranslatedField> fields(Relation.Join join, FromClause left, FromClause right) {
            return switch (join.kind()) {
                case LEFT_SEMI_JOIN, LEFT_ANTI_JOIN -> left.fields();
                case RIGHT_SEMI_JOIN, RIGHT_ANTI_JOIN -> right.fields();
                default -> join.using().isEmpty() ? FromClause.both(left, right) : merged(join, left, right);
            };
        }

        /** Returns the columns of a join. The columns of USING come first, once each. */
        private static List<TranslatedField> merged(Relation.Join join, FromClause left, FromClause right) {
            List<TranslatedField> fields = new ArrayList<>();
            for (Name name : join.using()) {
                TranslatedField one = named(left, name);
                TranslatedField other = named(right, name);
                String sql = switch (join.kind()) {
                    case RIGHT_JOIN, RIGHT_OUTER_JOIN -> other.sql();
                    case FULL_JOIN, FULL_OUTER_JOIN -> "coalesce(" + one.sql() + ", " + other.sql() + ")";
                    default -> one.sql();
                };
                fields.add(new TranslatedField(List.of(), one.name(), one.type(), sql, true, true));
            }
            for (TranslatedField field : FromClause.both(left, right)) {
                boolean shared = join.using().stream().anyMatch(name -> name.is(field.name()));
                fields.add(shared ? field.hidden() : field);
            }
            return fields;
        }

        private static TranslatedField named(FromClause side, Name name) {
            return side.fields().stream()
                    .filter(field -> name.is(field.name()))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
