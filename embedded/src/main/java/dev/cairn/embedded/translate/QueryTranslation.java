package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.Field;
import dev.cairn.embedded.translate.value.Numbering;
import dev.cairn.embedded.translate.value.Setting;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole queries: common tables, set operations, ORDER BY and LIMIT. */
final class QueryTranslation {
    private final Setting setting;
    private final CommonTables tables;
    private final Numbering numbering;

    QueryTranslation(Setting setting) {
        this(setting, CommonTables.NONE, new Numbering());
    }

    private QueryTranslation(Setting setting, CommonTables tables, Numbering numbering) {
        this.setting = setting;
        this.tables = tables;
        this.numbering = numbering;
    }

    Setting setting() {
        return setting;
    }

    CommonTables tables() {
        return tables;
    }

    Numbering numbering() {
        return numbering;
    }

    /** For the query of a view, which sees nothing of the query that names it. */
    QueryTranslation ofView(@Nullable String database) {
        return new QueryTranslation(setting.in(database), CommonTables.NONE, numbering);
    }

    Translated of(Query query, @Nullable Names around) {
        if (query.with().isEmpty()) {
            return plain(query, around);
        }
        CommonTables inside = tables;
        List<String> definitions = new ArrayList<>();
        for (Query.CommonTable table : query.with()) {
            QueryTranslation before = new QueryTranslation(setting, inside, numbering);
            String name = numbering.next("w");
            CommonTableTranslation translation = new CommonTableTranslation(before, name, around);
            CommonTables.Entry entry = translation.of(table, query.recursive());
            definitions.add(entry.definition());
            inside = inside.with(entry);
        }
        Translated body = new QueryTranslation(setting, inside, numbering).plain(query, around);
        String with = query.recursive() ? "WITH RECURSIVE " : "WITH ";
        return new Translated(with + String.join(", ", definitions) + " " + body.sql(), body.columns());
    }

    QueryTranslation seeing(CommonTables more) {
        return new QueryTranslation(setting, more, numbering);
    }

    private Translated plain(Query query, @Nullable Names around) {
        Translated body = query.body() instanceof Select select
                ? new SelectTranslation(this, select, around).of(query.orderBy())
                : ordered(of(query.body(), around), query.orderBy());
        return query.limit() == null ? body : new Translated(body.sql() + limit(query.limit()), body.columns());
    }

    private Translated ordered(Translated body, List<SortItem> orderBy) {
        if (orderBy.isEmpty()) {
            return body;
        }
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < body.columns().size(); i++) {
            Translated.Column column = body.columns().get(i);
            fields.add(Field.of(List.of(), column.name(), column.type(), Translated.held(i)));
        }
        ExpressionTranslation outputs = new ExpressionTranslation(this, new Names(fields, null));
        OrderTranslation order = new OrderTranslation(outputs, body.columns().size());
        return new Translated("SELECT * FROM (" + body.sql() + ")" + order.of(orderBy), body.columns());
    }

    private String limit(Query.Limit limit) {
        ExpressionTranslation constants = new ExpressionTranslation(this, Names.NONE);
        Expression offset = limit.offset();
        return " LIMIT " + constants.of(limit.count()).sql()
                + (offset == null ? "" : " OFFSET " + constants.of(offset).sql());
    }

    Translated of(Body body, @Nullable Names around) {
        if (body instanceof Select select) {
            return new SelectTranslation(this, select, around).of(List.of());
        }
        if (body instanceof Query.Nested nested) {
            Translated inner = of(nested.query(), around);
            return new Translated("(" + inner.sql() + ")", inner.columns());
        }
        return new SetOperationTranslation(this, around).of((SetOperation) body);
    }

    static List<String> texts(List<Name> names) {
        return names.stream().map(Name::text).toList();
    }
}
