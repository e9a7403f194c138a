package dev.cairn.embedded.look;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ColumnType;
import dev.cairn.embedded.protocol.ResultColumn;
import dev.cairn.embedded.query.Relation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A result that is put together row by row. */
final class Listing {
    private static final int USUAL_LENGTH = 30;

    private final List<ResultColumn> columns = new ArrayList<>();
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    /** All of text. */
    static Listing of(String... names) {
        return new Listing().columns(ColumnType.varchar(USUAL_LENGTH), names);
    }

    /** More columns, all of one type. */
    Listing columns(ColumnType type, String... names) {
        for (String name : names) {
            column(name, type);
        }
        return this;
    }

    Listing column(String name, ColumnType type) {
        columns.add(new ResultColumn(name, type));
        return this;
    }

    Listing row(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
        }
        List<@Nullable Object> row = new ArrayList<>();
        for (int index = 0; index < values.length; index++) {
            row.add(value(values[index], columns.get(index).type()));
        }
        rows.add(row);
        return this;
    }

    /** As queries know it; whether something is so is told in words, unless the column holds nothing else. */
    private static @Nullable Object value(@Nullable Object value, ColumnType type) {
        if (value instanceof Integer number) {
            return number.longValue();
        }
        boolean known = value instanceof Long
                || value instanceof Double
                || value instanceof BigDecimal
                || (value instanceof Boolean && type.equals(ColumnType.BOOLEAN));
        return known || value == null ? value : value.toString();
    }

    Relation relation() {
        return new Relation(columns, rows);
    }

    Answer answer() {
        List<List<@Nullable String>> texts = new ArrayList<>();
        for (List<@Nullable Object> row : rows) {
            List<@Nullable String> values = new ArrayList<>();
            row.forEach(value -> values.add(value == null ? null : value.toString()));
            texts.add(values);
        }
        return new Answer.Rows(columns, texts);
    }
}
