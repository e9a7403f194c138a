package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.embedded.translate.value.Conversion;
import dev.cairn.embedded.translate.value.TranslatedField;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Translates whole queries: common table expressions, set operations, ORDER BY and LIMIT. */
final class QueryTranslation {
    private final TranslationContext context;
    private final List<CommonTable> commonTables;
    private final TranslationState state;

    QueryTranslation(TranslationContext context) {
        this(context, TranslationMode.PLAIN);
    }

    QueryTranslation(TranslationContext context, TranslationMode mode) {
        this(context, List.of(), new TranslationState(mode));
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
        private final Set<String> functions = new LinkedHashSet<>();
        private final TranslationMode mode;
        private int last;

        TranslationState(TranslationMode mode) {
            this.mode = mode;
        }

        TranslationMode mode() {
            return mode;
        }

        /** Returns a unique name with this prefix. */
        String next(String prefix) {
            last++;
            return prefix + last;
        }

        void calls(String function) {
            functions.add(function);
        }

        /** Returns the called functions: each before those that its arguments call. */
        List<String> functions() {
            return List.copyOf(functions);
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
            return recursive(itself, anchor, step.converted(anchor.columns()), union.quantifier() != Quantifier.ALL);
        }
        TranslatedQuery translated = of(query, outer);
        return commonTable(table, duckDbName, translated.columns(), translated.sql());
    }

    /**
     * Defines a recursive table. Its rows have the number of their step, which a session variable limits. As on the
     * server, UNION only removes equal rows of one step.
     */
    private CommonTable recursive(CommonTable table, TranslatedQuery anchor, String step, boolean distinct) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < anchor.columns().size(); i++) {
            columns.add(TranslatedQuery.column(i));
        }
        String names = String.join(", ", columns);
        String limit = "CAST(" + variable("recursive_cte_max_depth", TranslationTypes.INT) + " AS BIGINT)";
        String refusal = "sr_refuse('Recursive query aborted after: ' || " + limit + " || ' iterations.')";
        String next = "CASE WHEN " + variable("recursive_cte_throw_limit_exception", TranslationTypes.BOOLEAN)
                + " AND d.step + 1 >= " + limit + " THEN " + refusal + " ELSE d.step + 1 END";
        String definition = table.duckDbName() + "(" + names + ", step) AS (SELECT *, CAST(1 AS BIGINT) FROM ("
                + anchor.sql() + ") UNION ALL SELECT s.*, " + next + " FROM (SELECT " + (distinct ? "DISTINCT " : "")
                + names + " FROM " + step + ") AS s CROSS JOIN (SELECT max(step) AS step FROM " + table.duckDbName()
                + ") AS d WHERE d.step < " + limit + ")";
        return new CommonTable(table.name(), table.duckDbName(), table.columns(), definition);
    }

    private String variable(String name, Type type) {
        Expression.SystemVariable variable = new Expression.SystemVariable(null, Name.of(name), Span.NONE);
        return context.sessionValue(variable, type).sql();
    }

    private static CommonTable commonTable(
            Query.CommonTable table, String duckDbName, List<TranslatedQuery.Column> columns, String sql) {
        List<TranslatedQuery.Column> renamed = new ArrayList<>();
        List<String> duckDbColumns = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = table.columns().isEmpty()
                    ? columns.get(i).name()
                    : table.columns().get(i).text();
            renamed.add(columns.get(i).named(name));
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
            fields.add(column.field(List.of(), column.name(), sql));
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

    /** Returns a query with the fields of its structs in the order of those of the same names in other columns. */
    private static TranslatedQuery arranged(TranslatedQuery query, List<TranslatedQuery.Column> models) {
        List<TranslatedQuery.Column> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < query.columns().size(); i++) {
            TranslatedQuery.Column column = query.columns().get(i);
            Type type = arranged(column.type(), models.get(i).type());
            columns.add(column.ofType(type));
            String name = TranslatedQuery.column(i);
            values.add(Conversion.altered(name, column.type(), type) + " AS " + name);
        }
        return new TranslatedQuery("SELECT " + String.join(", ", values) + " FROM (" + query.sql() + ")", columns);
    }

    private static Type arranged(Type type, Type model) {
        if (!(type instanceof Type.Struct struct) || !(model instanceof Type.Struct names)) {
            return type;
        }
        List<Type.Field> fields = new ArrayList<>();
        for (Type.Field name : names.fields()) {
            struct.fields().stream()
                    .filter(field -> field.name().equalsIgnoreCase(name.name()))
                    .findFirst()
                    .ifPresent(field -> fields.add(new Type.Field(field.name(), arranged(field.type(), name.type()))));
        }
        return fields.size() == struct.fields().size() ? new Type.Struct(fields) : type;
    }

    /** Translates a set operation. Both sides are converted to common types. */
    private TranslatedQuery of(SetOperation operation, @Nullable TranslationScope outer) {
        TranslatedQuery left = of(operation.left(), outer);
        TranslatedQuery right = of(operation.right(), outer);
        if (SqlMode.STRUCT_CAST_BY_NAME.isOn(context)) {
            right = arranged(right, left.columns());
        }
        List<TranslatedQuery.Column> columns = new ArrayList<>();
        for (int i = 0; i < left.columns().size(); i++) {
            Type type = left.columns().get(i).type();
            Type common = CommonTypes.of(type, right.columns().get(i).type());
            columns.add(left.columns().get(i).ofType(common == null ? type : common));
        }
        String operator = switch (operation.kind()) {
            case UNION -> " UNION ";
            case INTERSECT -> " INTERSECT ";
            case EXCEPT, MINUS -> " EXCEPT ";
        };
        String all = operation.quantifier() == Quantifier.ALL ? "ALL " : "";
        return new TranslatedQuery(left.converted(columns) + operator + all + right.converted(columns), columns);
    }
}
