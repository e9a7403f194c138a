package dev.cairn.embedded.translate;

import dev.cairn.analysis.source.DictionaryLookup;
import dev.cairn.catalog.Column;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.RelationRows;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/** Translates {@code dict_mapping} to a subquery of the table of the dictionary. */
record DictionaryCallTranslator(ExpressionTranslator expressionTranslator) {
    /** The message of the server, as the server spells it. */
    private static final String NULL_KEY_MESSAGE = "invalid parameter : get NULL paramenter";

    private static final String MISSING_KEY_MESSAGE = "query failed if record not exist in dict table.";

    DuckDbExpression translate(Expression.Call call, DictionaryLookup lookup) {
        QualifiedName tableName = QualifiedName.of(
                lookup.dictionary().databaseName(), lookup.dictionary().table().name());
        RelationRows.DuckDbRelation rows = (RelationRows.DuckDbRelation) expressionTranslator
                .context()
                .tableResolver()
                .resolve(tableName, Relation.Named.of(tableName, call.span()));
        String relationName = expressionTranslator.state().nextName("d");
        List<String> nullChecks = new ArrayList<>();
        List<String> equalities = new ArrayList<>();
        List<Column> keyColumns = lookup.dictionary().keyColumns();
        for (int i = 0; i < keyColumns.size(); i++) {
            String keySql = expressionTranslator.translateAs(
                    lookup.keyValues().get(i), keyColumns.get(i).type());
            nullChecks.add(keySql + " IS NULL");
            equalities.add(translateColumn(rows, keyColumns.get(i), relationName) + " = " + keySql);
        }
        Type type = lookup.valueColumn().type();
        String missingSql = lookup.isNullIfMissing() ? "NULL" : renderRefusal(MISSING_KEY_MESSAGE);
        String lookupSql = "(SELECT CASE WHEN count(*) = 0 THEN " + missingSql + " ELSE any_value("
                + translateColumn(rows, lookup.valueColumn(), relationName) + ") END FROM " + rows.sql() + " AS "
                + relationName + " WHERE " + String.join(" AND ", equalities) + ")";
        return new DuckDbExpression(
                "(CASE WHEN " + String.join(" OR ", nullChecks) + " THEN " + renderRefusal(NULL_KEY_MESSAGE) + " ELSE "
                        + lookupSql + " END)",
                type);
    }

    private static String translateColumn(RelationRows.DuckDbRelation rows, Column column, String relationName) {
        return rows.columns().stream()
                .filter(sourceColumn -> sourceColumn.name().equalsIgnoreCase(column.name()))
                .findFirst()
                .orElseThrow()
                .value(relationName + ".")
                .sql();
    }

    private static String renderRefusal(String message) {
        return "sr_refuse(" + DuckDbQuoting.quoteText(message) + ")";
    }
}
