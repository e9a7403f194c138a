package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.TranslatedCommonTables.Entry;
import dev.cairn.embedded.translate.value.TranslatedField;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.CommonTable;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whole queries: common tables, set operations, ORDER BY and LIMIT. */
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

    /** For the query of a view, which sees nothing of the query that names it. */
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

    /** What the parts of one translation share: names for DuckDB that no other part has, and which functions they call. */
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

    /** One table of WITH. */
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

        /** What it begins with says what its columns are. */
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
}
