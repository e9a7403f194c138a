package dev.cairn.embedded.rows;

import dev.cairn.catalog.IcebergLayout;
import dev.cairn.catalog.IcebergLayout.PartitionField;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.table.DuckDbTableResolver;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.value.RelationRows;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows that INSERT OVERWRITE replaces in a table of an external catalog: all rows of the partitions that get rows.
 * A statement without rows replaces none, not even in a table without partitions.
 */
record IcebergOverwrite(IcebergLayout layout, Table table, SqlTranslator sqlTranslator) {
    /** The prefix of the functions with which a server computes the partition of a row. */
    private static final String TRANSFORM_PREFIX = "__iceberg_transform_";

    /** Returns the condition that a row is replaced by the rows of a staging table. */
    String renderCondition(String stagingTableName) {
        List<String> keyItems = new ArrayList<>();
        List<String> comparisons = new ArrayList<>();
        for (PartitionField field : layout.partitionFields()) {
            String keyName = "\"#key" + keyItems.size() + "\"";
            String valueSql = translateField(field);
            keyItems.add(valueSql + " AS " + keyName);
            comparisons.add(" AND " + keyName + " IS NOT DISTINCT FROM " + valueSql);
        }
        keyItems.add("1");
        return "EXISTS (SELECT 1 FROM (SELECT " + String.join(", ", keyItems) + " FROM " + stagingTableName
                + ") AS \"#staged\" WHERE TRUE" + String.join("", comparisons) + ")";
    }

    /** Returns the expression for the value by which a field partitions a row. */
    private String translateField(PartitionField field) {
        List<RelationRows.SourceColumn> columns = DuckDbTableResolver.toSourceColumns(table.columns());
        Expression expression = new SqlFragment(
                        field.isIdentity() ? field.transform() : TRANSFORM_PREFIX + field.transform(), 1)
                .parseExpression();
        Type type = sqlTranslator.determineType(expression, columns);
        return sqlTranslator.translateExpression(expression, columns, type);
    }
}
