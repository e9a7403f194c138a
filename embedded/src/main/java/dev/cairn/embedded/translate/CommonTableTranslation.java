package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.TranslatedCommonTables.Entry;
import dev.cairn.sql.ast.Query.CommonTable;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.SetOperation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One table of WITH. */
final class CommonTableTranslation {
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
