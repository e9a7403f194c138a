package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.RestrictedPart;
import dev.cairn.analysis.type.CommonTypes;
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
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Translates whole queries: common table expressions, set operations, ORDER BY and LIMIT. */
final class QueryTranslation {
    private final TranslationContext context;
    private final List<CommonTable> commonTables;
    private final TranslationState state;

    QueryTranslation(TranslationContext context) {
        this(context, List.of(), new TranslationState());
    }

    /** @param commonTables the common tables that the query sees, the innermost last */
    private QueryTranslation(TranslationContext context, List<CommonTable> commonTables, TranslationState state) {
        this.context = context;
        this.commonTables = commonTables;
        this.state = state;
    }

    /**
     * A common table.
     *
     * @param duckDbName the name in DuckDB
     * @param definition its definition in the WITH clause
     */
    record CommonTable(String name, String duckDbName, List<TranslatedQuery.Column> columns, String definition) {}

    /**
     * The state that all parts of one translation share: a counter for unique names, and the functions that are called.
     */
    static final class TranslationState {
        private final Set<String> functions = new TreeSet<>();
        private int last;

        /** Returns a unique name with this prefix. */
        String next(String prefix) {
            last++;
            return prefix + last;
        }

        void calls(String function) {
            functions.add(function);
        }

        Set<String> functions() {
            return functions;
        }
    }

    TranslationContext context() {
        return context;
    }

    TranslationState state() {
        return state;
    }

    Optional<CommonTable> commonTable(String name) {
        return commonTables.stream().filter(table -> table.name().equals(name)).reduce((outer, inner) -> inner);
    }

    private QueryTranslation with(CommonTable table) {
        List<CommonTable> tables = new ArrayList<>(commonTables);
        tables.add(table);
        return new QueryTranslation(context, tables, state);
    }

    /** Returns a translation for the query of a view, which does not see the common tables of the surrounding query. */
    QueryTranslation ofView(@Nullable String database) {
        return new QueryTranslation(context.in(database), List.of(), state);
    }

    /** @param outer the names of the surrounding queries, or null for an outermost query */
    TranslatedQuery of(Query query, @Nullable TranslationScope outer) {
        if (query.with().isEmpty()) {
            return withoutCommonTables(query, outer);
        }
        QueryTranslation inner = this;
        List<String> definitions = new ArrayList<>();
        for (Query.CommonTable table : query.with()) {
            CommonTable translated = inner.commonTable(table, query.recursive(), outer);
            definitions.add(translated.definition());
            inner = inner.with(translated);
        }
        TranslatedQuery body = inner.withoutCommonTables(query, outer);
        String with = query.recursive() ? "WITH RECURSIVE " : "WITH ";
        return new TranslatedQuery(with + String.join(", ", definitions) + " " + body.sql(), body.columns());
    }

    private CommonTable commonTable(Query.CommonTable table, boolean mayBeRecursive, @Nullable TranslationScope outer) {
        String duckDbName = state.next("w");
        Query query = table.query();
        if (mayBeRecursive
                && query.body() instanceof SetOperation union
                && union.kind() == SetOperation.Kind.UNION
                && query.orderBy().isEmpty()
                && query.limit() == null) {
            // The first part of a recursive table determines its columns.
            TranslatedQuery anchor = of(union.left(), outer);
            CommonTable itself = commonTable(table, duckDbName, anchor.columns(), "");
            TranslatedQuery step = with(itself).of(union.right(), outer);
            String operator = union.quantifier() == Quantifier.ALL ? " UNION ALL " : " UNION ";
            String sql = anchor.sql() + operator + step.converted(anchor.columns());
            return commonTable(table, duckDbName, anchor.columns(), sql);
        }
        TranslatedQuery translated = of(query, outer);
        return commonTable(table, duckDbName, translated.columns(), translated.sql());
    }

    private static CommonTable commonTable(
            Query.CommonTable table, String duckDbName, List<TranslatedQuery.Column> columns, String sql) {
        List<TranslatedQuery.Column> renamed = new ArrayList<>();
        List<String> duckDbColumns = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = table.columns().isEmpty()
                    ? columns.get(i).name()
                    : table.columns().get(i).text();
            renamed.add(new TranslatedQuery.Column(name, columns.get(i).type()));
            duckDbColumns.add(TranslatedQuery.column(i));
        }
        String definition = duckDbName + "(" + String.join(", ", duckDbColumns) + ") AS (" + sql + ")";
        return new CommonTable(table.name().text(), duckDbName, renamed, definition);
    }

    private TranslatedQuery withoutCommonTables(Query query, @Nullable TranslationScope outer) {
        TranslatedQuery body = query.body() instanceof Select select
                ? new SelectTranslation(this, select, outer).of(query.orderBy())
                : ordered(of(query.body(), outer), query.orderBy());
        return query.limit() == null ? body : new TranslatedQuery(body.sql() + limit(query.limit()), body.columns());
    }

    private TranslatedQuery ordered(TranslatedQuery body, List<SortItem> orderBy) {
        if (orderBy.isEmpty()) {
            return body;
        }
        List<TranslatedField> fields = new ArrayList<>();
        for (TranslatedQuery.Column column : body.columns()) {
            String sql = TranslatedQuery.column(fields.size());
            fields.add(TranslatedField.of(List.of(), column.name(), column.type(), sql));
        }
        ExpressionTranslation outputs = new ExpressionTranslation(this, new TranslationScope(fields, null));
        String order = outputs.orderBy(
                orderBy, fields.size(), expression -> outputs.of(expression).sql());
        return new TranslatedQuery("SELECT * FROM (" + body.sql() + ")" + order, body.columns());
    }

    private String limit(Query.Limit limit) {
        ExpressionTranslation constants = new ExpressionTranslation(this, TranslationScope.NONE);
        return " LIMIT " + constants.of(limit.count()).sql()
                + (limit.offset() == null
                        ? ""
                        : " OFFSET " + constants.of(limit.offset()).sql());
    }

    private TranslatedQuery of(Body body, @Nullable TranslationScope outer) {
        if (body instanceof Select select) {
            return new SelectTranslation(this, select, outer).of(List.of());
        }
        if (body instanceof Query.Nested nested) {
            TranslatedQuery inner = of(nested.query(), outer);
            return new TranslatedQuery("(" + inner.sql() + ")", inner.columns());
        }
        return of((SetOperation) body, outer);
    }

    /** Translates a set operation. Both sides are converted to common types. */
    private TranslatedQuery of(SetOperation operation, @Nullable TranslationScope outer) {
        TranslatedQuery left = of(operation.left(), outer);
        TranslatedQuery right = of(operation.right(), outer);
        List<TranslatedQuery.Column> columns = new ArrayList<>();
        for (int i = 0; i < left.columns().size(); i++) {
            Type type = left.columns().get(i).type();
            Type common = CommonTypes.of(type, right.columns().get(i).type());
            columns.add(new TranslatedQuery.Column(left.columns().get(i).name(), common == null ? type : common));
        }
        String operator = switch (operation.kind()) {
            case UNION -> " UNION ";
            case INTERSECT -> " INTERSECT ";
            case EXCEPT, MINUS -> " EXCEPT ";
        };
        String all = operation.quantifier() == Quantifier.ALL ? "ALL " : "";
        return new TranslatedQuery(left.converted(columns) + operator + all + right.converted(columns), columns);
    }

    /** Translates one SELECT. */
    private static final class SelectTranslation {
        private final Select select;
        private final RelationTranslation.FromClause from;
        private final TranslationScope source;
        private final ExpressionTranslation expressions;
        private final SelectOutputs outputs;

        SelectTranslation(QueryTranslation queries, Select select, @Nullable TranslationScope outer) {
            this.select = select;
            this.from = select.from().isEmpty()
                    ? new RelationTranslation.FromClause("", List.of())
                    : new RelationTranslation(queries, outer).of(select.from());
            this.source = new TranslationScope(from.fields(), outer);
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
            List<String> conditions = new ArrayList<>();
            if (select.where() != null) {
                conditions.add(expressions.condition(select.where()));
            }
            boolean grouped = isGrouped();
            if (select.having() != null && !grouped) {
                conditions.add(having(select.having()));
            }
            sql.append(conditions.isEmpty() ? "" : " WHERE (" + String.join(") AND (", conditions) + ")");
            if (select.groupBy() != null) {
                sql.append(" GROUP BY ").append(grouping(select.groupBy()));
            }
            if (select.having() != null && grouped) {
                sql.append(" HAVING ").append(having(select.having()));
            }
            qualify(sql);
            sql.append(expressions.orderBy(orderBy, outputs.size(), this::sortKey));
            return new TranslatedQuery(sql.toString(), outputs.columns());
        }

        /** Returns whether the rows are grouped. Otherwise, the server applies HAVING to the single rows. */
        private boolean isGrouped() {
            return select.groupBy() != null
                    || (select.having() != null && RestrictedPart.AGGREGATE.isIn(select.having()))
                    || select.items().stream()
                            .anyMatch(item ->
                                    item instanceof Item.Value value && RestrictedPart.AGGREGATE.isIn(value.value()));
        }

        private String having(Expression condition) {
            return expressions.condition(
                    readsSystemTables()
                            ? outputs.resolvePreferringOutputs(condition)
                            : outputs.resolvePreferringColumns(condition));
        }

        /**
         * Returns whether the query only reads {@code information_schema.tables}. The server then prefers outputs to
         * columns of the same name in HAVING, because tools rely on it.
         */
        private boolean readsSystemTables() {
            if (select.from().size() != 1 || !(select.from().get(0) instanceof Relation.Named named)) {
                return false;
            }
            String database = named.name()
                    .qualifier()
                    .map(Name::text)
                    .orElse(expressions.context().database());
            return "information_schema".equalsIgnoreCase(database)
                    && named.name().last().text().equalsIgnoreCase("tables");
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
                    Expression resolved = outputs.resolveAliases(value);
                    outputs.add(name(value), resolved, expressions.of(resolved));
                }
            }
        }

        private void star(Item.Star star) {
            for (TranslatedField field : source.fields()) {
                boolean included = star.of() == null
                        ? field.shown()
                        : !field.merged() && field.isOf(star.of().parts());
                boolean excluded = star.excluded().stream().anyMatch(name -> name.is(field.name()));
                if (included && !excluded) {
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
            String groups = grouping.sets().stream().map(this::groups).collect(Collectors.joining("), ("));
            return switch (grouping.kind()) {
                case PLAIN -> groups;
                case ROLLUP, CUBE -> grouping.kind() + " (" + groups + ")";
                case SETS -> "GROUPING SETS ((" + groups + "))";
            };
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
            if (expression instanceof Expression.Number number && number.isInteger()) {
                return constantFree(outputs.value(Integer.parseInt(number.text()) - 1));
            }
            return constantFree(expressions.of(outputs.resolvePreferringColumns(expression)));
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
                    return TranslatedQuery.column(output);
                }
            }
            String sql =
                    expressions.of(outputs.resolvePreferringOutputs(expression)).sql();
            int position = outputs.position(sql);
            return position < 0 ? sql : TranslatedQuery.column(position);
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

            Value value(int position) {
                return outputs.get(position).value();
            }

            String sql() {
                List<String> items = new ArrayList<>();
                for (Output output : outputs) {
                    items.add(output.value().sql() + " AS " + TranslatedQuery.column(items.size()));
                }
                return String.join(", ", items);
            }

            List<TranslatedQuery.Column> columns() {
                return outputs.stream()
                        .map(output -> new TranslatedQuery.Column(
                                output.name(), output.value().type()))
                        .toList();
            }

            /** Returns the position of the output with this DuckDB expression; -1 if no output has it. */
            int position(String sql) {
                for (int i = 0; i < outputs.size(); i++) {
                    if (outputs.get(i).value().sql().equals(sql)) {
                        return i;
                    }
                }
                return -1;
            }

            /** Returns the position of the output with this name, or null if no output has it. */
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
            Expression resolveAliases(Item.Value item) {
                String own = item.alias() == null ? "" : key(item.alias());
                return resolve(item.value(), own, aliases.size());
            }

            private Expression resolve(Expression expression, String own, int depth) {
                if (aliases.isEmpty() || depth < 0) {
                    return expression;
                }
                return expression.rewrite(part -> {
                    if (part instanceof Expression.Reference reference && isFree(reference)) {
                        String name = key(reference.name().last());
                        Expression aliased = name.equals(own) ? null : aliases.get(name);
                        return aliased == null ? part : grouped(resolve(aliased, name, depth - 1));
                    }
                    return part;
                });
            }

            private boolean isFree(Expression.Reference reference) {
                return reference.name().parts().size() == 1
                        && source.find(reference.name()).isEmpty();
            }

            private static Expression grouped(Expression expression) {
                return new Expression.Group(expression, expression.span());
            }

            /** Resolves names in GROUP BY and HAVING, where columns take precedence over outputs of the same name. */
            Expression resolvePreferringColumns(Expression expression) {
                return expression.rewrite(part ->
                        part instanceof Expression.Reference reference && isFree(reference) ? output(reference) : part);
            }

            /**
             * Resolves names in ORDER BY, where outputs take precedence over columns of the same name, but not within
             * aggregate functions.
             */
            Expression resolvePreferringOutputs(Expression expression) {
                return expression.rewrite(part -> part instanceof Expression.Reference reference
                                && reference.name().parts().size() == 1
                        ? output(reference)
                        : part);
            }

            private Expression output(Expression.Reference reference) {
                for (Output output : outputs) {
                    Expression expression = output.expression();
                    if (expression != null && isAlias(Name.of(output.name()), reference)) {
                        return grouped(expression);
                    }
                }
                return reference;
            }
        }
    }
}
