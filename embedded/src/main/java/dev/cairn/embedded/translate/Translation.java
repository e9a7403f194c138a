package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.ReadSource;
import dev.cairn.embedded.translate.value.TranslatedField;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.embedded.translate.value.WireText;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * From StarRocks' language to DuckDB's.
 *
 * <pre>{@code
 * TranslatedQuery found = new Translation(setting).query(Sql.parseQuery("SELECT sum(price) FROM orders"));
 * found.sql(); // SELECT CAST(sum(r1."price") AS DECIMAL(38, 2)) AS c0 FROM t10004 AS r1
 * }</pre>
 */
public final class Translation {
    private final TranslationContext setting;

    public Translation(TranslationContext setting) {
        this.setting = setting;
    }

    public TranslatedQuery query(Query query) {
        return new QueryTranslation(setting).of(query, null);
    }

    /** A query whose values are texts, as they travel to clients. */
    public TranslatedQuery answer(Query query) {
        QueryTranslation translation = new QueryTranslation(setting);
        TranslatedQuery found = translation.of(query, null);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < found.columns().size(); i++) {
            texts.add(
                    WireText.of(TranslatedQuery.held(i), found.columns().get(i).type()));
        }
        String sql = "SELECT " + String.join(", ", texts) + " FROM (" + found.sql() + ")";
        return new TranslatedQuery(sql, found.columns(), translation.numbering().functions());
    }

    /** An expression over the columns of one relation, as a value of a type. */
    public String expression(Expression expression, List<ReadSource.Column> columns, Type type) {
        List<TranslatedField> fields = columns.stream()
                .map(column -> TranslatedField.of(List.of(), column.name(), column.type(), column.held()))
                .toList();
        ExpressionTranslation translation =
                new ExpressionTranslation(new QueryTranslation(setting), new TranslationScope(fields, null));
        return translation.of(expression).as(type).sql();
    }
}
