package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.embedded.rows.PreparedWrite.SourceRows;
import dev.cairn.embedded.rows.literal.LiteralColumn;
import dev.cairn.embedded.rows.store.ParameterizedSql;
import dev.cairn.embedded.translate.Translation;
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
final class ValuesTranslation {
    private final Translation translation;
    private final DefaultValueTranslation defaults;
    private final List<Column> columns;

    ValuesTranslation(Translation translation, List<Column> columns) {
        this.translation = translation;
        this.defaults = new DefaultValueTranslation(translation);
        this.columns = columns;
    }

    /** Translates the rows; a single row that consists of literals also gets its parameterized form. */
    SourceRows translate(RowSource.LiteralRows source) {
        List<@Nullable Type> types = new ArrayList<>();
        List<String> items = new ArrayList<>();
        List<List<String>> cells = new ArrayList<>();
        List<@Nullable String> firstRowLiterals = new ArrayList<>();
        List<String> parameterCells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            LiteralColumn literalColumn =
                    LiteralColumn.of(columnValues(source, i), columns.get(i).type());
            types.add(literalColumn == null ? null : literalColumn.type());
            String name = "c" + i;
            items.add(literalColumn == null ? name : literalColumn.convert(name) + " AS " + name);
            cells.add(renderCells(source, i, literalColumn));
            Expression firstValue = source.rows().get(0).get(i);
            if (literalColumn != null && firstValue != null) {
                firstRowLiterals.add(literalColumn.renderText(firstValue));
                parameterCells.add(literalColumn.convert(ParameterizedSql.PARAMETER));
            }
        }
        List<String> rows = new ArrayList<>(source.rows().size());
        for (int i = 0; i < source.rows().size(); i++) {
            int rowIndex = i;
            rows.add(cells.stream().map(column -> column.get(rowIndex)).collect(Collectors.joining(", ", "(", ")")));
        }
        boolean isSingleRow = rows.size() == 1;
        SourceRows parameterizedRow = isSingleRow && firstRowLiterals.size() == columns.size()
                ? new SourceRows(
                        renderQuery(items, List.of(renderParameters())),
                        types,
                        true,
                        firstRowLiterals,
                        parameterCells,
                        null)
                : null;
        return new SourceRows(renderQuery(items, rows), types, isSingleRow, List.of(), List.of(), parameterizedRow);
    }

    private String renderQuery(List<String> items, List<String> rows) {
        String names = IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        return "SELECT " + String.join(", ", items) + " FROM (VALUES " + String.join(", ", rows) + ") AS v(" + names
                + ")";
    }

    private String renderParameters() {
        return "(" + String.join(", ", Collections.nCopies(columns.size(), ParameterizedSql.PARAMETER)) + ")";
    }

    private List<String> renderCells(
            RowSource.LiteralRows source, int columnIndex, @Nullable LiteralColumn literalColumn) {
        List<String> cells = new ArrayList<>(source.rows().size());
        for (List<@Nullable Expression> row : source.rows()) {
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
    private List<@Nullable Expression> columnValues(RowSource.LiteralRows source, int columnIndex) {
        List<@Nullable Expression> values = new ArrayList<>();
        for (List<@Nullable Expression> row : source.rows()) {
            values.add(columns.get(columnIndex).isAutoIncrement() ? null : row.get(columnIndex));
        }
        return values;
    }

    private String renderCell(@Nullable Expression value, Column column) {
        if (value != null) {
            return translation.translateExpression(value, List.of(), column.type());
        }
        if (column.isAutoIncrement()) {
            return "CAST(NULL AS " + DuckDbType.nameOf(column.type()) + ")";
        }
        return defaults.translateDefault(column);
    }
}
