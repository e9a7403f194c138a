package dev.cairn.tooling.documentation;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.lineage.ColumnUse;
import dev.cairn.lineage.QueryLineage;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedColumn;
import dev.cairn.tooling.documentation.SchemaDocument.KeyRole;
import dev.cairn.tooling.documentation.SchemaDocument.ValueSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Documents the columns of tables, views and queries, with the expressions that compute them.
 *
 * @param lineage the lineage of the query; null if there is no query, or if its lineage is not known
 */
record ColumnDocumenter(@Nullable QueryLineage lineage) {
    DocumentedColumn documentColumn(KeyModel model, Column column) {
        KeyRole keyRole =
                !column.isKey() ? KeyRole.NONE : model == KeyModel.DUPLICATE ? KeyRole.SORTED : KeyRole.UNIQUE;
        String expression = column.generatedValue() == null ? "" : Sql.render(column.generatedValue());
        if (lineage != null) {
            for (OutputLineage output : lineage.findOutputs(column.name())) {
                expression = describeExpression(output);
            }
        }
        String defaultText = "";
        if (column.isAutoIncrement()) {
            defaultText = "AUTO_INCREMENT";
        } else if (column.defaultValue() != null) {
            defaultText = Sql.render(column.defaultValue());
        }
        String type = TypeFormat.formatForShowCreate(column.type())
                + (column.aggregation() == null ? "" : " " + column.aggregation());
        return new DocumentedColumn(
                column.name(),
                type,
                column.isNullable(),
                column.comment(),
                keyRole,
                new ValueSource(defaultText, expression));
    }

    List<DocumentedColumn> documentColumns(List<ViewColumn> columns, List<String> keyColumnNames) {
        List<DocumentedColumn> documentedColumns = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ViewColumn column = columns.get(i);
            String expression = lineage != null && i < lineage.outputs().size()
                    ? describeExpression(lineage.outputs().get(i))
                    : "";
            documentedColumns.add(new DocumentedColumn(
                    column.name(),
                    formatType(column.type()),
                    column.isNullable(),
                    column.comment(),
                    keyColumnNames.contains(column.name()) ? KeyRole.SORTED : KeyRole.NONE,
                    new ValueSource("", expression)));
        }
        return documentedColumns;
    }

    /** Documents the outputs of a query, which has no declared columns. */
    List<DocumentedColumn> documentOutputs() {
        List<DocumentedColumn> columns = new ArrayList<>();
        if (lineage != null) {
            for (OutputLineage output : lineage.outputs()) {
                columns.add(DocumentedColumn.of(
                        output.name(), formatType(output.type()), true, describeExpression(output)));
            }
        }
        return columns;
    }

    /** Returns how an output is computed; empty if it is an unchanged column. */
    private static String describeExpression(OutputLineage output) {
        boolean isUnchanged = output.origins().size() == 1 && output.origins().containsValue(ColumnUse.IDENTITY);
        return isUnchanged ? "" : output.expression();
    }

    /** Returns a type as a server shows it; empty if it is not known. */
    static String formatType(@Nullable Type type) {
        return type == null ? "" : TypeFormat.formatForShowCreate(type);
    }
}
