package dev.cairn.data;

import dev.cairn.schema.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows as JSON objects, one behind the other. */
final class LoadedRow<R> implements PlainSink {
    private final TargetTable<R> target;
    private final @Nullable LoadColumn[] columns;
    private final byte[][] members;
    private final RowBuffer out;
    private final JsonValue values;
    private long number;
    private char before;

    /** @param written those that are loaded */
    LoadedRow(TargetTable<R> target, List<LoadColumn> written, RowBuffer out) {
        this.target = target;
        this.out = out;
        this.values = new JsonValue(out);
        this.columns = new @Nullable LoadColumn[target.columns().size()];
        this.members = new byte[columns.length][];
        for (LoadColumn column : written) {
            int position = target.columns().indexOf(column.target());
            columns[position] = column;
            members[position] = column.member().getBytes(StandardCharsets.UTF_8);
        }
    }

    /** How many there are. */
    long number() {
        return number;
    }

    /** @throws UnwritableValueException for a value that its column can't hold */
    void write(R row) {
        number++;
        before = '{';
        target.table().write(row, this);
        if (before == '{') {
            out.put('{');
        }
        out.put('}').put('\n');
    }

    @Override
    public void putInt(int position, int value) {
        putLong(position, value);
    }

    @Override
    public void putLong(int position, long value) {
        LoadColumn column = columns[position];
        if (column != null) {
            requireInRange(column.target(), value);
            begin(position);
            if (column.target().numbered() && value == 0) {
                out.plain("null");
            } else {
                out.plain(Long.toString(value));
            }
        }
    }

    @Override
    public <T> void put(int position, ValueType<T> type, @Nullable T value) {
        LoadColumn column = columns[position];
        if (column == null) {
            return;
        }
        begin(position);
        TargetColumn to = column.target();
        if (value == null && !to.nullable() && !to.numbered()) {
            throw new UnwritableValueException(to.name(), number, "it is null, and the column is NOT NULL");
        }
        boolean numbering = to.numbered() && value instanceof Number given && given.longValue() == 0;
        try {
            values.column(type, to.type(), numbering ? null : value);
        } catch (IllegalArgumentException unfit) {
            throw new UnwritableValueException(to.name(), number, String.valueOf(unfit.getMessage()));
        }
    }

    private void requireInRange(TargetColumn column, long value) {
        try {
            IntegerRange.of(column.type()).require(value);
        } catch (IllegalArgumentException unfit) {
            throw new UnwritableValueException(column.name(), number, String.valueOf(unfit.getMessage()));
        }
    }

    private void begin(int position) {
        out.put(before).put(members[position]);
        before = ',';
    }
}
