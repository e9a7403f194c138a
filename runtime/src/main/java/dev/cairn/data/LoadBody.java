package dev.cairn.data;

import dev.cairn.internal.http.HttpBody;
import dev.cairn.internal.load.LoadColumn;
import dev.cairn.internal.load.RowBuffer;
import dev.cairn.internal.row.BoundValue;
import dev.cairn.internal.row.IntegerRange;
import dev.cairn.internal.row.PlainSink;
import dev.cairn.internal.row.TargetColumn;
import dev.cairn.internal.row.TargetTable;
import dev.cairn.schema.ValueType;
import dev.cairn.sql.ast.Type;
import dev.cairn.type.Bitmap;
import dev.cairn.type.Hll;
import dev.cairn.type.Percentile;
import dev.cairn.type.State;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of a load, on their way: no more of them are in memory than are sent at once. */
final class LoadBody<R> implements HttpBody {
    private static final int SENT_AT_ONCE = 1 << 16;

    private final TargetTable<R> target;
    private final List<LoadColumn> columns;
    private final Iterator<? extends R> rows;
    private boolean begun;
    private long sent;

    LoadBody(TargetTable<R> target, List<LoadColumn> columns, Iterator<? extends R> rows) {
        this.target = target;
        this.columns = columns;
        this.rows = rows;
    }

    /** Whether rows were asked for. */
    boolean begun() {
        return begun;
    }

    /** How many rows there were. */
    long sent() {
        return sent;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        begun = true;
        RowBuffer buffer = new RowBuffer();
        LoadedRow<R> row = new LoadedRow<>(target, columns, buffer);
        while (rows.hasNext()) {
            row.write(rows.next());
            sent = row.number();
            if (buffer.length() >= SENT_AT_ONCE) {
                buffer.drainTo(out);
            }
        }
        buffer.drainTo(out);
    }

    /** Writes rows as JSON objects, one behind the other. */
    private static final class LoadedRow<R> implements PlainSink {
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

    /**
     * Writes values as the members of JSON that the server reads. What can't be is told by an IllegalArgumentException, whose
     * message begins with what the value is.
     */
    private static final class JsonValue {
        private final RowBuffer out;

        JsonValue(RowBuffer out) {
            this.out = out;
        }

        /** The value of a column. */
        void column(ValueType<?> type, @Nullable Type column, @Nullable Object value) {
            if (value instanceof Bitmap bitmap) {
                out.quoted(bitmap.values().mapToObj(Long::toString).collect(Collectors.joining(",")));
            } else if (value instanceof Hll hll) {
                sketch(hll.values());
            } else if (value instanceof Percentile percentile) {
                sketch(percentile.values());
            } else if (value instanceof State) {
                throw new IllegalArgumentException("the state of an aggregate function can only be inserted");
            } else {
                value(type, column, value);
            }
        }

        private void sketch(List<?> values) {
            if (values.size() > 1) {
                throw new IllegalArgumentException(
                        values.size()
                                + " values in one row can only be inserted, because a load can't build a sketch from several values; load several rows with one value each instead");
            }
            out.quoted(values.isEmpty() ? "" : "=" + values.get(0));
        }

        private void value(ValueType<?> type, @Nullable Type column, @Nullable Object value) {
            if (value == null) {
                out.plain("null");
            } else if (type instanceof ValueType.ListOf<?> list) {
                list(list.element(), column instanceof Type.Array array ? array.element() : null, (List<?>) value);
            } else if (type instanceof ValueType.MapOf<?, ?> map) {
                map(map, column instanceof Type.Map known ? known : null, (Map<?, ?>) value);
            } else if (type instanceof ValueType.StructOf<?> struct) {
                struct(struct, column instanceof Type.Struct known ? known : null, value);
            } else {
                scalar(BoundValue.of(type, column, value));
            }
        }

        /** Numbers beyond those of JavaScript are texts, which the server reads digit by digit. */
        private void scalar(Object sent) {
            if (sent instanceof BigDecimal decimal) {
                out.put('"').plain(decimal.toPlainString()).put('"');
            } else if (sent instanceof Number || sent instanceof Boolean) {
                out.plain(sent.toString());
            } else {
                out.quoted(sent.toString());
            }
        }

        private void list(ValueType<?> type, @Nullable Type column, List<?> elements) {
            out.put('[');
            String before = "";
            for (Object element : elements) {
                out.plain(before);
                inner(type, column, element);
                before = ",";
            }
            out.put(']');
        }

        private void map(ValueType.MapOf<?, ?> type, Type.@Nullable Map column, Map<?, ?> entries) {
            out.put('{');
            String before = "";
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                out.plain(before);
                key(type.key(), column == null ? null : column.key(), entry.getKey());
                out.put(':');
                inner(type.value(), column == null ? null : column.value(), entry.getValue());
                before = ",";
            }
            out.put('}');
        }

        private void key(ValueType<?> type, @Nullable Type column, @Nullable Object key) {
            if (key == null) {
                throw new IllegalArgumentException("a MAP whose key is NULL can only be inserted");
            }
            Object sent = BoundValue.of(type, column, key);
            out.quoted(sent instanceof BigDecimal decimal ? decimal.toPlainString() : sent.toString());
        }

        @SuppressWarnings("unchecked") // the value is of the type
        private <S> void struct(ValueType.StructOf<S> type, Type.@Nullable Struct column, Object value) {
            out.put('{');
            type.writer().accept((S) value, new Fields(type.names(), column));
            out.put('}');
        }

        private void inner(ValueType<?> type, @Nullable Type column, @Nullable Object value) {
            if (value != null && (type == ValueType.BINARY || type == ValueType.JSON)) {
                throw new IllegalArgumentException((type == ValueType.JSON ? "a document" : "bytes")
                        + " in an ARRAY, MAP or STRUCT can only be inserted");
            }
            value(type, column, value);
        }

        /** Takes the fields of a STRUCT, in their order. */
        private final class Fields implements PlainSink {
            private final List<String> names;
            private final Type.@Nullable Struct column;

            Fields(List<String> names, Type.@Nullable Struct column) {
                this.names = names;
                this.column = column;
            }

            @Override
            public <T> void put(int position, ValueType<T> type, @Nullable T value) {
                out.plain(position == 0 ? "" : ",").quoted(names.get(position)).put(':');
                inner(
                        type,
                        column == null ? null : column.fields().get(position).type(),
                        value);
            }
        }
    }
}
