package dev.cairn.cli.rows;

import dev.cairn.internal.connection.ReceivedColumn;
import dev.cairn.internal.connection.ReceivedRow;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Prints CSV with a header. NULL is an empty field, and an empty string is {@code ""}. */
final class CsvPrinter extends RowPrinter {
    CsvPrinter(PrintWriter out) {
        super(out);
    }

    @Override
    public void acceptColumns(List<ReceivedColumn> receivedColumns) {
        super.acceptColumns(receivedColumns);
        out.println(receivedColumns.stream()
                .map(column -> quoteField(column.label()))
                .collect(Collectors.joining(",")));
    }

    @Override
    public void acceptRow(ReceivedRow row) {
        out.println(IntStream.range(0, row.size())
                .mapToObj(columnIndex -> quoteField(row.value(columnIndex)))
                .collect(Collectors.joining(",")));
    }

    private static String quoteField(@Nullable String value) {
        if (value == null) {
            return "";
        }
        boolean isPlain = !value.isEmpty() && value.chars().noneMatch(character -> "\",\r\n".indexOf(character) >= 0);
        return isPlain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
    }
}
