package dev.cairn.data;

import dev.cairn.schema.IntColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TableDescriptor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table with long names of columns, which all contain the number of their row. */
final class WideTable extends TableDescriptor<Integer> {
    private final int columnCount;

    WideTable(int columnCount) {
        super(3, "", "wide", """
                CREATE TABLE `wide` (
                  %s
                )
                DUPLICATE KEY(`%s`)
                DISTRIBUTED BY HASH(`%s`) BUCKETS 1""".formatted(
                        IntStream.range(0, columnCount)
                                .mapToObj(position -> "`" + formatName(position) + "` int(11) NOT NULL")
                                .collect(Collectors.joining(",\n  ")),
                        formatName(0),
                        formatName(0)));
        this.columnCount = columnCount;
        for (int i = 0; i < columnCount; i++) {
            new IntColumn<>(this, formatName(i));
        }
    }

    private static String formatName(int position) {
        return "n".repeat(500) + position;
    }

    @Override
    public Integer read(Row row) {
        return row.intAt(0);
    }

    @Override
    public void write(Integer value, RowSink row) {
        for (int i = 0; i < columnCount; i++) {
            row.putInt(i, value);
        }
    }
}
