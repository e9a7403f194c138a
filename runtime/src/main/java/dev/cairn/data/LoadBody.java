package dev.cairn.data;

import dev.cairn.internal.http.HttpBody;
import dev.cairn.internal.load.LoadColumn;
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
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The body of a load. Rows are converted while they are sent, so that only a small part of them is in memory. */
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

    /** Whether the rows were begun to be read. */
    boolean begun() {
        return begun;
    }

    /** Returns the number of rows sent. */
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

    /** Writes rows as JSON objects, one per line. */
    private static final class LoadedRow<R> implements PlainSink {
        private final TargetTable<R> target;
        private final @Nullable LoadColumn[] columns;
        private final byte[][] members;
        private final RowBuffer out;
        private final JsonValue values;
        private long number;
        private char before;

        /** @param written the columns that are loaded */
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

        /** Returns the number of rows written. */
        long number() {
            return number;
        }

        /** @throws ValueConversionException if a value does not fit its column */
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
                throw new ValueConversionException(to.name(), number, "it is null, and the column is NOT NULL");
            }
            boolean numbering = to.numbered() && value instanceof Number assigned && assigned.longValue() == 0;
            try {
                values.column(type, to.type(), numbering ? null : value);
            } catch (IllegalArgumentException unfit) {
                throw new ValueConversionException(to.name(), number, String.valueOf(unfit.getMessage()));
            }
        }

        private void requireInRange(TargetColumn column, long value) {
            try {
                IntegerRange.of(column.type()).require(value);
            } catch (IllegalArgumentException unfit) {
                throw new ValueConversionException(column.name(), number, String.valueOf(unfit.getMessage()));
            }
        }

        private void begin(int position) {
            out.put(before).put(members[position]);
            before = ',';
        }
    }

    /**
     * Writes values as JSON. If the column can't hold a value, it throws an IllegalArgumentException whose message begins
     * with the value.
     */
    private static final class JsonValue {
        private final RowBuffer out;

        JsonValue(RowBuffer out) {
            this.out = out;
        }

        /** Writes the value of a column. */
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

        /** Decimals are written as strings, which the server reads without loss of digits. */
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

        /** Writes the fields of a STRUCT, in their order. */
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

    /** Collects the JSON of rows, in UTF-8, until it is sent. */
    private static final class RowBuffer {
        private static final int INITIAL_CAPACITY = 1 << 17;
        private static final String HEX = "0123456789abcdef";

        private byte[] bytes = new byte[INITIAL_CAPACITY];
        private int length;

        int length() {
            return length;
        }

        void drainTo(OutputStream out) throws IOException {
            out.write(bytes, 0, length);
            length = 0;
        }

        private void reserve(int more) {
            if (length + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
            }
        }

        RowBuffer put(char ascii) {
            reserve(1);
            bytes[length++] = (byte) ascii;
            return this;
        }

        RowBuffer put(byte[] more) {
            reserve(more.length);
            System.arraycopy(more, 0, bytes, length, more.length);
            length += more.length;
            return this;
        }

        /** Appends ASCII characters without escaping them. */
        @SuppressWarnings("deprecation") // copies ASCII characters without another array
        RowBuffer plain(String ascii) {
            reserve(ascii.length());
            ascii.getBytes(0, ascii.length(), bytes, length);
            length += ascii.length();
            return this;
        }

        /** Appends a quoted and escaped string. */
        RowBuffer quoted(String text) {
            put('"');
            int at = 0;
            while (at < text.length() && isPlain(text.charAt(at))) {
                at++;
            }
            plain(text.substring(0, at));
            for (; at < text.length(); at++) {
                char character = text.charAt(at);
                if (isPlain(character)) {
                    put(character);
                } else if (character < 0x80) {
                    escaped(character);
                } else {
                    int next = text.offsetByCodePoints(at, 1);
                    put(text.substring(at, next).getBytes(StandardCharsets.UTF_8));
                    at = next - 1;
                }
            }
            return put('"');
        }

        private static boolean isPlain(char character) {
            return character >= ' ' && character < 0x7f && character != '"' && character != '\\';
        }

        private void escaped(char character) {
            if (character == '"' || character == '\\') {
                put('\\').put(character);
            } else {
                plain("\\u00").put(HEX.charAt(character >> 4)).put(HEX.charAt(character & 0xf));
            }
        }
    }
}
