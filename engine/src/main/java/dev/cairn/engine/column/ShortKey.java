package dev.cairn.engine.column;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The short key: the first columns of the sort order, for which the server keeps a sparse index. */
public record ShortKey(List<Column> columns) {
    private static final int MAX_COLUMN_COUNT = 3;

    /** The maximum size of an entry of the index, in bytes. */
    public static final int MAX_BYTES = 36;

    /**
     * Determines the short key of a table or rollup; refuses a sort key whose first column cannot be indexed.
     *
     * @param columns all columns of the table or rollup; the message of the refusal contains the type of the first
     * @param sortColumns the columns of the sort key, in order
     */
    public static ShortKey determine(List<Column> columns, List<Column> sortColumns, Span span) {
        List<Type> types = sortColumns.stream().map(Column::type).toList();
        List<Column> keyColumns = sortColumns.subList(0, prefixColumnCount(types, ShortKey::isIndexable, true));
        if (keyColumns.isEmpty()) {
            throw Refusal.ofExecution(
                    span,
                    ColumnRule.FIRST_COLUMN_NOT_INDEXABLE,
                    TypeFormat.formatForMessages(columns.get(0).type()));
        }
        return new ShortKey(keyColumns);
    }

    /**
     * Requires that the first column of a sort key can be indexed.
     *
     * @param columns all columns of the table or rollup; the message of the refusal contains the type of the first
     * @param sortColumns the columns of the sort key, in order
     */
    public static void requireIndexable(List<Column> columns, List<Column> sortColumns, Span span) {
        determine(columns, sortColumns, span);
    }

    static boolean isIndexable(Type type) {
        return !PrimitiveType.of(type).isFloatingPoint() && !type.isNested();
    }

    /**
     * Returns how many of the first columns fit into an entry of the index. A VARCHAR ends the key.
     *
     * @param types the types of the columns, in order
     * @param mayBeIndexed whether a column of a type may be in the index
     * @param truncatesAnyText whether a text that is too long for the entry is truncated in each position, and not only
     *     in the first one
     */
    public static int prefixColumnCount(List<Type> types, Predicate<Type> mayBeIndexed, boolean truncatesAnyText) {
        int entryBytes = 0;
        int maxColumnCount = Math.min(types.size(), MAX_COLUMN_COUNT);
        for (int i = 0; i < maxColumnCount; i++) {
            Type type = types.get(i);
            PrimitiveType primitive = PrimitiveType.of(type);
            entryBytes += PrimitiveType.shortKeyBytes(type);
            if (entryBytes > MAX_BYTES) {
                return primitive.isCharacterType() && (truncatesAnyText || i == 0) ? i + 1 : i;
            }
            if (!mayBeIndexed.test(type)) {
                return i;
            }
            if (primitive == PrimitiveType.VARCHAR) {
                return i + 1;
            }
        }
        return maxColumnCount;
    }

    /** Returns whether both keys have columns with the same names and types, in the same order. */
    public boolean hasSameColumnsAs(ShortKey other) {
        return columns.size() == other.columns.size()
                && IntStream.range(0, columns.size())
                        .allMatch(
                                i -> columns.get(i).isNamed(other.columns.get(i).name())
                                        && columns.get(i)
                                                .type()
                                                .equals(other.columns.get(i).type()));
    }
}
