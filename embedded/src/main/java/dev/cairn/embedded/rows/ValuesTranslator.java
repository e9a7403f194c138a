package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.rows.literal.LiteralColumn;
import dev.cairn.embedded.rows.store.ParameterizedSql;
import dev.cairn.embedded.rows.table.DefaultValueTranslator;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.sql.ast.DmlStatement.RowSource;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Translates the rows of {@code VALUES (…), (…)}. */
final class ValuesTranslator {
    private final SqlTranslator sqlTranslator;
    private final DefaultValueTranslator defaultValueTranslator;
    private final List<Column> columns;

    ValuesTranslator(SqlTranslator sqlTranslator, List<Column> columns) {
        this.sqlTranslator = sqlTranslator;
        this.defaultValueTranslator = new DefaultValueTranslator(sqlTranslator);
        this.columns = columns;
    }

    /** Translates the rows; for a single row that consists of literals, the result includes its parameterized form. */
    SourceRows translate(RowSource.LiteralRows literalRows) {
        List<@Nullable Type> types = new ArrayList<>();
        List<String> items = new ArrayList<>();
        List<List<String>> cellsByColumn = new ArrayList<>();
        List<@Nullable String> firstRowLiterals = new ArrayList<>();
        List<String> parameterCells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Type targetType = columns.get(i).type();
            LiteralColumn literalColumn =
                    LiteralColumn.find(columnValues(literalRows, i), targetType).orElse(null);
            types.add(literalColumn == null || isDateOfTexts(literalColumn, targetType) ? null : literalColumn.type());
            String name = "c" + i;
            items.add(literalColumn == null ? name : renderConversion(literalColumn, name, targetType) + " AS " + name);
            cellsByColumn.add(renderCells(literalRows, i, literalColumn));
            Expression firstValue = literalRows.rows().get(0).get(i);
            if (literalColumn != null && firstValue != null) {
                firstRowLiterals.add(literalColumn.renderText(firstValue));
                parameterCells.add(renderConversion(literalColumn, ParameterizedSql.PARAMETER, targetType));
            }
        }
        List<String> rowSqls = new ArrayList<>(literalRows.rows().size());
        for (int i = 0; i < literalRows.rows().size(); i++) {
            int rowIndex = i;
            rowSqls.add(cellsByColumn.stream()
                    .map(columnCells -> columnCells.get(rowIndex))
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        boolean hasSingleRow = rowSqls.size() == 1;
        SourceRows parameterizedRow = hasSingleRow && firstRowLiterals.size() == columns.size()
                ? new SourceRows(
                        renderQuery(items, List.of(renderParameters())),
                        types,
                        SourceRows.Origin.SINGLE_ROW_OF_VALUES,
                        firstRowLiterals,
                        parameterCells,
                        null)
                : null;
        return new SourceRows(
                renderQuery(items, rowSqls),
                types,
                hasSingleRow ? SourceRows.Origin.SINGLE_ROW_OF_VALUES : SourceRows.Origin.VALUES,
                List.of(),
                List.of(),
                parameterizedRow);
    }

    /** Returns whether frontends calculate the values of a column: dates and times that are written as texts. */
    private static boolean isDateOfTexts(LiteralColumn literalColumn, Type targetType) {
        return PrimitiveType.of(literalColumn.type()).isCharacterType()
                && PrimitiveType.of(targetType).isDateOrDatetime();
    }

    /** Returns the conversion of literals to their common type or, for dates as texts, to the type of the target. */
    private static String renderConversion(LiteralColumn literalColumn, String columnSql, Type targetType) {
        String literalSql = literalColumn.renderConversion(columnSql);
        return isDateOfTexts(literalColumn, targetType)
                ? DuckDbExpression.ofFolded(literalSql, literalColumn.type())
                        .castTo(targetType)
                        .sql()
                : literalSql;
    }

    private String renderQuery(List<String> items, List<String> rowSqls) {
        String joinedNames =
                IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        return "SELECT " + String.join(", ", items) + " FROM (VALUES " + String.join(", ", rowSqls) + ") AS v("
                + joinedNames + ")";
    }

    private String renderParameters() {
        return "(" + String.join(", ", Collections.nCopies(columns.size(), ParameterizedSql.PARAMETER)) + ")";
    }

    private List<String> renderCells(
            RowSource.LiteralRows literalRows, int columnIndex, @Nullable LiteralColumn literalColumn) {
        List<String> cells = new ArrayList<>(literalRows.rows().size());
        for (List<@Nullable Expression> row : literalRows.rows()) {
            Expression value = row.get(columnIndex);
            cells.add(
                    literalColumn != null && value != null
                            ? literalColumn.renderLiteral(value)
                            : renderCell(value, columns.get(columnIndex)));
        }
        return cells;
    }

    /**
     * Returns the values of one column; null for each value of an AUTO_INCREMENT column, because such values are
     * translated one by one.
     */
    private List<@Nullable Expression> columnValues(RowSource.LiteralRows literalRows, int columnIndex) {
        List<@Nullable Expression> values = new ArrayList<>();
        for (List<@Nullable Expression> row : literalRows.rows()) {
            values.add(columns.get(columnIndex).isAutoIncrement() ? null : row.get(columnIndex));
        }
        return values;
    }

    /** Returns a value that is translated alone; null stands for DEFAULT. */
    private String renderCell(@Nullable Expression value, Column column) {
        if (value != null) {
            return sqlTranslator.translateExpression(value, List.of(), column.type());
        }
        if (column.isAutoIncrement()) {
            return "CAST(NULL AS " + DuckDbType.typeName(column.type()) + ")";
        }
        return defaultValueTranslator.translateDefault(column);
    }
}
