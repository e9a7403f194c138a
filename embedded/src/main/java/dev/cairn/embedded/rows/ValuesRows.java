package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Manipulation.Source;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of {@code VALUES (…), (…)}. */
final class ValuesRows {
    private final Translation translation;
    private final DefaultValues defaults;
    private final List<Column> columns;

    ValuesRows(Translation translation, List<Column> columns) {
        this.translation = translation;
        this.defaults = new DefaultValues(translation);
        this.columns = columns;
    }

    SourceRows of(Source.Rows source) {
        List<@Nullable Type> types = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            types.add(PlainCells.type(values(source, i)).orElse(null));
            names.add("c" + i);
        }
        List<String> rows = new ArrayList<>(source.rows().size());
        for (List<@Nullable Expression> row : source.rows()) {
            List<String> cells = new ArrayList<>(row.size());
            for (int i = 0; i < row.size(); i++) {
                Expression value = row.get(i);
                boolean plain = value != null && types.get(i) != null;
                cells.add(plain ? PlainCells.sql(value) : cell(value, columns.get(i)));
            }
            rows.add("(" + String.join(", ", cells) + ")");
        }
        String sql = "SELECT * FROM (VALUES " + String.join(", ", rows) + ") AS v(" + String.join(", ", names) + ")";
        return new SourceRows(sql, types);
    }

    /** Those of one column; what must not be NULL there is looked at one by one. */
    private List<@Nullable Expression> values(Source.Rows source, int column) {
        List<@Nullable Expression> values = new ArrayList<>();
        for (List<@Nullable Expression> row : source.rows()) {
            values.add(columns.get(column).autoIncrement() ? null : row.get(column));
        }
        return values;
    }

    private String cell(@Nullable Expression value, Column column) {
        if (value != null) {
            return translation.expression(value, List.of(), column.type());
        }
        if (column.autoIncrement()) {
            return "CAST(NULL AS " + DuckDbType.of(column.type()) + ")";
        }
        return defaults.sql(column);
    }
}
