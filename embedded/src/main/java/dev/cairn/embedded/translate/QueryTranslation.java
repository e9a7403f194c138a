package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.TranslatedCommonTables.Entry;
import dev.cairn.embedded.translate.value.TranslatedField;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.CommonTable;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Substitution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Translates whole queries: common table expressions, set operations, ORDER BY and LIMIT. */
final class QueryTranslation {
    private final TranslationContext setting;
    private final TranslatedCommonTables tables;
    private final TranslationState numbering;

    QueryTranslation(TranslationContext setting) {
        this(setting, TranslatedCommonTables.NONE, new TranslationState());
    }

    private QueryTranslation(TranslationContext setting, TranslatedCommonTables tables, TranslationState numbering) {
        this.setting = setting;
        this.tables = tables;
        this.numbering = numbering;
    }

    TranslationContext setting() {
        return setting;
    }

    TranslatedCommonTables tables() {
        return tables;
    }

    TranslationState numbering() {
        return numbering;
    }

    /** Returns a translation for the query of a view, which does not see the common tables of the surrounding query. */
    QueryTranslation ofView(@Nullable String database) {
        return new QueryTranslation(setting.in(database), TranslatedCommonTables.NONE, numbering);
    }

    TranslatedQuery of(Query query, @Nullable TranslationScope around) {
        if (query.with().isEmpty()) {
            return plain(query, around);
        }
        TranslatedCommonTables inside = tables;
        List<String> definitions = new ArrayList<>();
        for (Query.CommonTable table : query.with()) {
            QueryTranslation before = new QueryTranslation(setting, inside, numbering);
            String name = numbering.next("w");
            CommonTableTranslation translation = new CommonTableTranslation(before, name, around);
            TranslatedCommonTables.Entry entry = translation.of(table, query.recursive());
            definitions.add(entry.definition());
            inside = inside.with(entry);
        }
        TranslatedQuery body = new QueryTranslation(setting, inside, numbering).plain(query, around);
        String with = query.recursive() ? "WITH RECURSIVE " : "WITH ";
        return new TranslatedQuery(with + String.join(", ", definitions) + " " + body.sql(), body.columns());
    }

    QueryTranslation seeing(TranslatedCommonTables more) {
        return new QueryTranslation(setting, more, numbering);
    }

    private TranslatedQuery plain(Query query, @Nullable TranslationScope around) {
        TranslatedQuery body = query.body() instanceof Select select
                ? new SelectTranslation(this, select, around).of(query.orderBy())
                : ordered(of(query.body(), around), query.orderBy());
        return query.limit() == null ? body : new TranslatedQuery(body.sql() + limit(query.limit()), body.columns());
    }

    private TranslatedQuery ordered(TranslatedQuery body, List<SortItem> orderBy) {
        if (orderBy.isEmpty()) {
            return body;
        }
        List<TranslatedField> fields = new ArrayList<>();
        for (int i = 0; i < body.columns().size(); i++) {
            TranslatedQuery.Column column = body.columns().get(i);
            fields.add(TranslatedField.of(List.of(), column.name(), column.type(), TranslatedQuery.held(i)));
        }
        ExpressionTranslation outputs = new ExpressionTranslation(this, new TranslationScope(fields, null));
        OrderTranslation order = new OrderTranslation(outputs, body.columns().size());
        return new TranslatedQuery("SELECT * FROM (" + body.sql() + ")" + order.of(orderBy), body.columns());
    }

    private String limit(Query.Limit limit) {
        ExpressionTranslation constants = new ExpressionTranslation(this, TranslationScope.NONE);
        Expression offset = limit.offset();
        return " LIMIT " + constants.of(limit.count()).sql()
                + (offset == null ? "" : " OFFSET " + constants.of(offset).sql());
    }

    TranslatedQuery of(Body body, @Nullable TranslationScope around) {
        if (body instanceof Select select) {
            return new SelectTranslation(this, select, around).of(List.of());
        }
        if (body instanceof Query.Nested nested) {
            TranslatedQuery inner = of(nested.query(), around);
            return new TranslatedQuery("(" + inner.sql() + ")", inner.columns());
        }
        return new SetOperationTranslation(this, around).of((SetOperation) body);
    }

    static List<String> texts(List<Name> names) {
        return names.stream().map(Name::text).toList();
    }

    /**
     * The state that all parts of one translation share: a counter for unique names, and the functions that are called.
     */
    public static final class TranslationState {
        private final Set<String> functions = new TreeSet<>();
        private int last;

        public String next(String prefix) {
            last++;
            return prefix + last;
        }

        public void calls(String function) {
            functions.add(function);
        }

        public Set<String> functions() {
            return functions;
        }
    }

    /** Translates one common table expression. */
    private static final class CommonTableTranslation {
        private final QueryTranslation queries;
        private final String held;
        private final @Nullable TranslationScope around;

        CommonTableTranslation(QueryTranslation queries, String held, @Nullable TranslationScope around) {
            this.queries = queries;
            this.held = held;
            this.around = around;
        }

        Entry of(CommonTable table, boolean mayBeRecursive) {
            if (mayBeRecursive
                    && table.query().body() instanceof SetOperation union
                    && union.kind() == SetOperation.Kind.UNION
                    && table.query().orderBy().isEmpty()
                    && table.query().limit() == null) {
                return recursive(table, union);
            }
            TranslatedQuery query = queries.of(table.query(), around);
            return entry(table, query.columns(), query.sql());
        }

        /** Translates a recursive table. Its first part determines the columns. */
        private Entry recursive(CommonTable table, SetOperation union) {
            TranslatedQuery anchor = queries.of(union.left(), around);
            Entry itself = entry(table, anchor.columns(), "");
            QueryTranslation within = queries.seeing(queries.tables().with(itself));
            TranslatedQuery step = within.of(union.right(), around);
            String operator = union.quantifier() == Quantifier.ALL ? " UNION ALL " : " UNION ";
            return entry(
                    table,
                    anchor.columns(),
                    anchor.sql() + operator + SetOperationTranslation.converted(step, anchor.columns()));
        }

        private Entry entry(CommonTable table, List<TranslatedQuery.Column> columns, String sql) {
            List<TranslatedQuery.Column> named = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                String name = table.columns().isEmpty()
                        ? columns.get(i).name()
                        : table.columns().get(i).text();
                named.add(new TranslatedQuery.Column(name, columns.get(i).type()));
                names.add(TranslatedQuery.held(i));
            }
            String definition = held + "(" + String.join(", ", names) + ") AS (" + sql + ")";
            return new Entry(table.name().text(), held, named, definition);
        }
    }

    /** Translates one SELECT. */
    private static final class SelectTranslation {
        private final Select select;
        private final FromClause from;
        private final TranslationScope source;
        private final ExpressionTranslation expressions;
        private final SelectOutputs outputs;

        SelectTranslation(QueryTranslation queries, Select select, @Nullable TranslationScope around) {
            this.select = select;
            this.from = select.from().isEmpty()
                    ? new FromClause("", List.of())
                    : new RelationTranslation(queries, around).of(select.from());
            this.source = new TranslationScope(from.fields(), around);
            this.expressions = new ExpressionTranslation(queries, source);
            this.outputs = new SelectOutputs(source);
        }

        TranslatedQuery of(List<SortItem> orderBy) {
            if (select.pivot() != null) {
                throw UnsupportedFeature.query("PIVOT", select.pivot().span());
            }
            items();
            StringBuilder sql = new StringBuilder("SELECT ");
            sql.append(select.quantifier() == Quantifier.DISTINCT ? "DISTINCT " : "");
            sql.append(outputs.sql());
            sql.append(from.sql().isEmpty() ? "" : " FROM " + from.sql());
            if (select.where() != null) {
                sql.append(" WHERE ").append(expressions.condition(select.where()));
            }
            if (select.groupBy() != null) {
                sql.append(" GROUP BY ").append(grouping(select.groupBy()));
            }
            if (select.having() != null) {
                sql.append(" HAVING ").append(expressions.condition(outputs.behindColumns(select.having())));
            }
            qualify(sql);
            OrderTranslation order = new OrderTranslation(expressions, outputs.size());
            sql.append(order.of(orderBy, this::sortKey));
            return new TranslatedQuery(sql.toString(), outputs.columns());
        }

        private void qualify(StringBuilder sql) {
            if (select.qualify() != null && select.qualify().function() instanceof Item.Value function) {
                sql.append(" QUALIFY ")
                        .append(expressions.of(function.value()).sql())
                        .append(' ')
                        .append(select.qualify().comparison().meaning().text())
                        .append(' ')
                        .append(select.qualify().limit());
            }
        }

        private void items() {
            select.items().forEach(outputs::declare);
            for (Item item : select.items()) {
                if (item instanceof Item.Star star) {
                    star(star);
                } else {
                    Item.Value value = (Item.Value) item;
                    Expression meant = outputs.behindAliases(value);
                    outputs.add(name(value), meant, expressions.of(meant));
                }
            }
        }

        private void star(Item.Star star) {
            for (TranslatedField field : source.fields()) {
                boolean meant = star.of() == null
                        ? field.shown()
                        : !field.merged() && field.isOf(star.of().parts());
                boolean excluded = star.excluded().stream().anyMatch(name -> name.is(field.name()));
                if (meant && !excluded) {
                    outputs.add(field.name(), null, field.value());
                }
            }
        }

        private static String name(Item.Value item) {
            if (item.alias() != null) {
                return item.alias().text();
            }
            return item.value() instanceof Expression.Reference reference
                    ? reference.name().last().text()
                    : Sql.render(item.value());
        }

        private String grouping(Grouping grouping) {
            if (grouping instanceof Grouping.Plain plain) {
                return groups(plain.by());
            }
            if (grouping instanceof Grouping.Rollup rollup) {
                return "ROLLUP (" + groups(rollup.by()) + ")";
            }
            if (grouping instanceof Grouping.Cube cube) {
                return "CUBE (" + groups(cube.by()) + ")";
            }
            return ((Grouping.Sets) grouping)
                    .sets().stream()
                            .map(set -> "(" + groups(set) + ")")
                            .collect(Collectors.joining(", ", "GROUPING SETS (", ")"));
        }

        private String groups(List<Expression> by) {
            List<String> groups = new ArrayList<>();
            for (Expression expression : by) {
                groups.add(group(expression));
            }
            return String.join(", ", groups);
        }

        /**
         * Translates a key of GROUP BY. A number is the position of an output; any other constant is cast, because
         * DuckDB would take it for a position.
         */
        private String group(Expression expression) {
            if (expression instanceof Expression.Number number && number.kind() == Expression.Number.Kind.INTEGER) {
                return constantFree(outputs.value(Integer.parseInt(number.text()) - 1));
            }
            return constantFree(expressions.of(outputs.behindColumns(expression)));
        }

        private static String constantFree(Value value) {
            return value.sql().chars().allMatch(Character::isDigit)
                    ? "CAST(" + value.sql() + " AS BIGINT)"
                    : value.sql();
        }

        /** Translates a sort key. The outputs of the SELECT take precedence over the columns of FROM. */
        private String sortKey(Expression expression) {
            if (expression instanceof Expression.Reference reference) {
                Integer output = outputs.named(reference.name());
                if (output != null) {
                    return TranslatedQuery.held(output);
                }
            }
            String sql = expressions.of(outputs.beforeColumns(expression)).sql();
            int same = outputs.place(sql);
            return same < 0 ? sql : TranslatedQuery.held(same);
        }

        static boolean isAlias(Name alias, Expression.Reference reference) {
            return reference.name().parts().size() == 1
                    && alias.is(reference.name().last().text());
        }

        /** The outputs of a SELECT, and the aliases under which its other clauses refer to them. */
        private static final class SelectOutputs {
            private final TranslationScope source;
            private final List<Output> outputs = new ArrayList<>();
            private final Map<String, Expression> aliases = new HashMap<>();

            SelectOutputs(TranslationScope source) {
                this.source = source;
            }

            /** An output; the expression is null if a star stands for it. */
            private record Output(String name, @Nullable Expression expression, Value value) {}

            /** Declares the alias of an item. All items of the list may refer to it. */
            void declare(Item item) {
                if (item instanceof Item.Value value && value.alias() != null) {
                    aliases.putIfAbsent(key(value.alias()), value.value());
                }
            }

            private static String key(Name alias) {
                return alias.text().toLowerCase(Locale.ROOT);
            }

            void add(String name, @Nullable Expression expression, Value value) {
                outputs.add(new Output(name, expression, value));
            }

            int size() {
                return outputs.size();
            }

            Value value(int place) {
                return outputs.get(place).value();
            }

            String sql() {
                List<String> items = new ArrayList<>();
                for (Output output : outputs) {
                    items.add(output.value().sql() + " AS " + TranslatedQuery.held(items.size()));
                }
                return String.join(", ", items);
            }

            List<TranslatedQuery.Column> columns() {
                return outputs.stream()
                        .map(output -> new TranslatedQuery.Column(
                                output.name(), output.value().type()))
                        .toList();
            }

            /** Returns the position of the output with this DuckDB expression; -1 if there is none. */
            int place(String sql) {
                for (int i = 0; i < outputs.size(); i++) {
                    if (outputs.get(i).value().sql().equals(sql)) {
                        return i;
                    }
                }
                return -1;
            }

            /** Returns the position of the output with this name; null if there is none. */
            @Nullable
            Integer named(QualifiedName name) {
                if (name.parts().size() == 1) {
                    for (int i = 0; i < outputs.size(); i++) {
                        if (outputs.get(i).name().equalsIgnoreCase(name.last().text())) {
                            return i;
                        }
                    }
                }
                return null;
            }

            /** Replaces the names in an item that are not columns by the aliased expressions of other items. */
            Expression behindAliases(Item.Value item) {
                String own = item.alias() == null ? "" : key(item.alias());
                return meaning(item.value(), own, aliases.size());
            }

            private Expression meaning(Expression expression, String own, int depth) {
                if (aliases.isEmpty() || depth < 0) {
                    return expression;
                }
                return Substitution.in(expression, part -> {
                    if (part instanceof Expression.Reference reference && isFree(reference)) {
                        String name = key(reference.name().last());
                        Expression meant = name.equals(own) ? null : aliases.get(name);
                        return meant == null ? part : grouped(meaning(meant, name, depth - 1));
                    }
                    return part;
                });
            }

            private boolean isFree(Expression.Reference reference) {
                return reference.name().parts().size() == 1
                        && source.find(reference.name()).isEmpty();
            }

            private static Expression grouped(Expression meaning) {
                return new Expression.Group(meaning, meaning.span());
            }

            /** Resolves names in GROUP BY and HAVING, where columns take precedence over outputs of the same name. */
            Expression behindColumns(Expression expression) {
                return Substitution.in(
                        expression,
                        part -> part instanceof Expression.Reference reference && isFree(reference)
                                ? output(reference)
                                : part);
            }

            /**
             * Resolves names in ORDER BY, where outputs take precedence over columns of the same name, but not within
             * aggregate functions.
             */
            Expression beforeColumns(Expression expression) {
                return Substitution.in(
                        expression,
                        part -> part instanceof Expression.Reference reference
                                        && reference.name().parts().size() == 1
                                ? output(reference)
                                : part);
            }

            private Expression output(Expression.Reference reference) {
                for (Output output : outputs) {
                    Expression meant = output.expression();
                    if (meant != null && SelectTranslation.isAlias(Name.of(output.name()), reference)) {
                        return grouped(meant);
                    }
                }
                return reference;
            }
        }
    }
}
