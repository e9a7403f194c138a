package dev.cairn.embedded.look;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeText;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Default;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The properties of a column as SHOW COLUMNS, DESC and information_schema.columns print them. */
final class ColumnListing {
    private static final String EMPTY_SKETCH = "\0";

    private ColumnListing() {}

    static String type(Column column) {
        return type(column.type());
    }

    static String type(Type type) {
        return TypeText.canonical(type).toLowerCase(Locale.ROOT);
    }

    static String nullable(Column column) {
        return column.nullable() ? "YES" : "NO";
    }

    static @Nullable String defaultValue(Column column) {
        Default value = column.defaultValue();
        if (value instanceof Default.Text text) {
            return text.value();
        }
        if (value instanceof Default.CurrentTimestamp current) {
            return current.precision() == null ? "CURRENT_TIMESTAMP" : "current_timestamp(" + current.precision() + ")";
        }
        if (value instanceof Default.Function function) {
            return function.name() + "()";
        }
        return value instanceof Default.Computed computed ? Sql.render(computed.expression()) : null;
    }

    /** Returns the default of a stored column. For a BITMAP or HLL it is always the empty sketch. */
    static @Nullable String storedDefault(Column column) {
        PrimitiveType primitive = PrimitiveType.of(column.type());
        return primitive == PrimitiveType.BITMAP || primitive == PrimitiveType.HLL
                ? EMPTY_SKETCH
                : defaultValue(column);
    }

    static @Nullable String storedDefault(DatabaseObject object, Column column) {
        return object instanceof DatabaseObject.OfTable ? storedDefault(column) : defaultValue(column);
    }

    /** Returns the default in SHOW COLUMNS, which prints none for types that only aggregate functions can read. */
    static @Nullable String listedDefault(Column column) {
        return PrimitiveType.of(column.type()).isMetric() ? null : defaultValue(column);
    }

    /** Returns the declared aggregation; empty if there is none. */
    static String aggregation(Column column) {
        return Optional.ofNullable(column.aggregation())
                .map(ColumnListing::words)
                .orElse("");
    }

    private static String words(Aggregation aggregation) {
        return aggregation instanceof Aggregation.State ? "AGG_STATE_UNION" : aggregation.toString();
    }

    /** Returns the column Extra of DESC, which includes the implicit aggregation. */
    static String described(Table table, Column column, boolean listed) {
        List<String> extras = new ArrayList<>();
        if (!column.key() && table.model() != KeyModel.PRIMARY) {
            extras.add(implicit(table, column));
        }
        if (listed) {
            extras.add("BLOOM_FILTER");
        }
        Default value = column.defaultValue();
        if (value instanceof Default.CurrentTimestamp || value instanceof Default.Function) {
            extras.add("DEFAULT_GENERATED");
        }
        return String.join(",", extras);
    }

    private static String implicit(Table table, Column column) {
        if (column.aggregation() != null) {
            return words(column.aggregation());
        }
        return table.model() == KeyModel.UNIQUE ? "REPLACE" : "NONE";
    }
}
