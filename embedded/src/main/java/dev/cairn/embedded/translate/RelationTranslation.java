package dev.cairn.embedded.translate;

import dev.cairn.analysis.resolution.ComputedRelations;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.type.Casts;
import dev.cairn.catalog.Partitioning;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.NestedValues;
import dev.cairn.embedded.translate.value.ReadSource;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Translates the FROM clause, and adds the columns of its relations to the {@link BoundValues}. */
record RelationTranslation(QueryTranslation queries) {
    /** Joins the relations of a list. A table function may refer to the columns of the relations before it. */
    String translate(List<Relation> relations) {
        return relations.stream().map(this::translate).collect(Collectors.joining(" CROSS JOIN "));
    }

    private String translate(Relation relation) {
        if (relation instanceof Relation.Named named) {
            return namedRelation(named);
        }
        if (relation instanceof Relation.Join join) {
            return join(join);
        }
        if (relation instanceof Relation.Derived derived) {
            return query(derived, queries.translate(derived.query()));
        }
        if (relation instanceof Relation.Lateral lateral) {
            return translate(lateral.relation());
        }
        if (relation instanceof Relation.Parenthesized inner) {
            return "(" + translate(inner.relations()) + ")";
        }
        if (relation instanceof Relation.Function function) {
            return tableFunction(function);
        }
        if (relation instanceof Relation.Values values) {
            return values(values);
        }
        throw UnsupportedFeature.query("FILES()", relation.span());
    }

    private BoundRelation boundRelation(Relation relation) {
        return Objects.requireNonNull(queries.bindings().relation(relation));
    }

    private void add(Relation relation, BoundValues.Columns columns) {
        queries.values().relations().put(boundRelation(relation), columns);
    }

    /** Adds a query as a relation. */
    private String query(Relation relation, TranslatedQuery query) {
        String duckDbName = queries.state().nextName("r");
        add(relation, BoundValues.Columns.of(duckDbName, query.columns()));
        return "(" + query.sql() + ") AS " + duckDbName;
    }

    private String namedRelation(Relation.Named named) {
        BoundRelation bound = boundRelation(named);
        if (bound.commonTable() != null) {
            QueryTranslation.CommonTable table =
                    Objects.requireNonNull(queries.values().commonTables().get(bound.commonTable()));
            String duckDbName = queries.state().nextName("r");
            add(named, BoundValues.Columns.of(duckDbName, table.columns()));
            return table.duckDbName() + " AS " + duckDbName;
        }
        Source source = Objects.requireNonNull(bound.source());
        if (source.definition() != null) {
            return query(named, queries.translate(source.definition().query()));
        }
        QualifiedName name = new QualifiedName(
                List.of(Name.of(source.database()), named.name().lastPart()));
        ReadSource rows = queries.context().tables().find(name, named);
        if (rows instanceof ReadSource.QueryRows query) {
            return query(named, queries.translateOther(query.query()));
        }
        ReadSource.StoredRows stored = (ReadSource.StoredRows) rows;
        String duckDbName = queries.state().nextName("r");
        add(named, index -> column(bound.fields().get(index).name(), index, stored, duckDbName + "."));
        return stored.sql() + " AS " + duckDbName;
    }

    /** Returns a stored column, or that of an expression of PARTITION BY, which is not stored. */
    private Value column(String name, int index, ReadSource.StoredRows table, String qualifier) {
        List<ReadSource.Column> columns = table.columns();
        if (index < columns.size() && columns.get(index).name().equalsIgnoreCase(name)) {
            return columns.get(index).value(qualifier);
        }
        for (ReadSource.Column column : columns) {
            if (column.name().equalsIgnoreCase(name)) {
                return column.value(qualifier);
            }
        }
        int hidden = Integer.parseInt(name.substring(Partitioning.HIDDEN_COLUMN.length()));
        return queries.translateOverRow(table.hidden().get(hidden), columns, qualifier);
    }

    private String values(Relation.Values values) {
        List<Type> types = types(boundRelation(values));
        ExpressionTranslation expressions = new ExpressionTranslation(queries);
        List<String> rows = new ArrayList<>();
        for (List<Expression> row : values.rows()) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(expressions.sql(row.get(i), types.get(i)));
            }
            rows.add("(" + String.join(", ", cells) + ")");
        }
        String names = IntStream.range(0, types.size())
                .mapToObj(TranslatedQuery::column)
                .collect(Collectors.joining(", ", "(", ")"));
        return computedRelation(values, "(VALUES " + String.join(", ", rows) + ")", names, types);
    }

    private static List<Type> types(BoundRelation relation) {
        List<Type> types = new ArrayList<>();
        for (RelationField field : relation.fields().fields()) {
            Type type = field.typed().type();
            if (type == null) {
                throw UnsupportedFeature.query("the column " + field.name(), Span.NONE);
            }
            types.add(type);
        }
        return types;
    }

    private String computedRelation(Relation relation, String sql, String names, List<Type> types) {
        String duckDbName = queries.state().nextName("r");
        List<TranslatedQuery.Column> columns =
                types.stream().map(TranslatedQuery.Column::new).toList();
        add(relation, BoundValues.Columns.of(duckDbName, columns));
        return sql + " AS " + duckDbName + names;
    }

    private String tableFunction(Relation.Function function) {
        String name = function.name().toString().toLowerCase(Locale.ROOT);
        queries.state().addFunction(name);
        List<Value> arguments = new ExpressionTranslation(queries).values(ComputedRelations.arguments(function));
        List<Type> types = new ArrayList<>();
        String sql = switch (name) {
            case "unnest" -> unnest(arguments, types);
            case "unnest_bitmap" -> {
                types.add(TranslationTypes.BIGINT);
                yield "SELECT CAST(unnest(" + arguments.get(0).sql() + ") AS BIGINT) AS c0";
            }
            case "generate_series" -> series(arguments, types);
            case "json_each" -> {
                types.add(TranslationTypes.VARCHAR);
                types.add(TranslationTypes.JSON);
                String json = arguments.get(0).sql();
                yield "SELECT unnest(sr_list(sr_json_names(" + json + "))) AS c0, unnest(sr_list(sr_json_values(" + json
                        + "))) AS c1";
            }
            default -> throw UnsupportedFeature.function(name, function.span());
        };
        return computedRelation(function, "LATERAL (" + sql + ")", "", types);
    }

    /** Shorter arrays are padded with NULL. */
    private static String unnest(List<Value> arguments, List<Type> types) {
        List<String> items = new ArrayList<>();
        for (Value argument : arguments) {
            items.add("unnest(" + argument.sql() + ") AS " + TranslatedQuery.column(types.size()));
            types.add(argument.type() instanceof Type.Array array ? array.element() : TranslationTypes.NULL);
        }
        return "SELECT " + String.join(", ", items);
    }

    private static String series(List<Value> arguments, List<Type> types) {
        Type type = TranslationTypes.INT;
        for (Value argument : arguments) {
            boolean wider = DuckDbType.nameOf(argument.type()).equals("BIGINT");
            type = wider ? TranslationTypes.BIGINT : type;
        }
        types.add(type);
        String step = arguments.size() > 2
                ? arguments.get(2).castTo(TranslationTypes.BIGINT).sql()
                : "1";
        return "SELECT CAST(s.c0 AS " + DuckDbType.nameOf(type) + ") AS c0 FROM generate_series("
                + arguments.get(0).castTo(TranslationTypes.BIGINT).sql() + ", "
                + arguments.get(1).castTo(TranslationTypes.BIGINT).sql() + ", " + step + ") AS s(c0)";
    }

    private String join(Relation.Join join) {
        String left = translate(join.left());
        String right = translate(join.right());
        boolean swapped = join.kind() == Relation.JoinOperator.Kind.RIGHT_SEMI_JOIN
                || join.kind() == Relation.JoinOperator.Kind.RIGHT_ANTI_JOIN;
        String sql = swapped
                ? right + " " + operator(join) + " " + bracketJoin(join.left(), left)
                : left + " " + operator(join) + " " + bracketJoin(join.right(), right);
        return sql + condition(join);
    }

    private static String bracketJoin(Relation relation, String sql) {
        return relation instanceof Relation.Join ? "(" + sql + ")" : sql;
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

    private String condition(Relation.Join join) {
        if (join.on() != null) {
            return " ON " + new OperatorTranslation(new ExpressionTranslation(queries)).joinCondition(join.on());
        }
        if (!join.using().isEmpty()) {
            return join.using().stream().map(this::equality).collect(Collectors.joining(" AND ", " ON ", ""));
        }
        return operator(join).equals("CROSS JOIN") ? "" : " ON TRUE";
    }

    /** Returns the condition that a column of USING has the same value on both sides. */
    private String equality(Name name) {
        List<RelationField> sides = queries.bindings().columns(name);
        Value left = queries.values().column(sides.get(0), name.span());
        Value right = queries.values().column(sides.get(1), name.span());
        Type compared =
                common(queries.context().analysis().settings().comparisons().ofUsing(left.type(), right.type()), name);
        String one = necessary(left, compared).sql();
        String other = necessary(right, compared).sql();
        return NestedValues.is(compared) ? NestedValues.sameKeys(one, other, compared) : one + " = " + other;
    }

    private static Value necessary(Value value, Type type) {
        return value.castTo(Casts.necessary(value.type(), type));
    }

    private static Type common(@Nullable Type common, Name name) {
        if (common == null) {
            throw UnsupportedFeature.query("USING (" + name + ")", name.span());
        }
        return common;
    }
}
