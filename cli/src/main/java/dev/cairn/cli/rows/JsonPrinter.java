package dev.cairn.cli.rows;

import dev.cairn.cli.output.JsonObject;
import dev.cairn.internal.connection.ReceivedColumn;
import dev.cairn.internal.connection.ReceivedColumn.Kind;
import dev.cairn.internal.connection.ReceivedRow;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prints each row as a JSON object on a separate line. If several columns have the same name, the second one gets the
 * name {@code name_2}, the third {@code name_3}.
 */
final class JsonPrinter extends RowPrinter {
    private final List<String> memberNames = new ArrayList<>();

    JsonPrinter(PrintWriter out) {
        super(out);
    }

    @Override
    public void acceptColumns(List<ReceivedColumn> receivedColumns) {
        super.acceptColumns(receivedColumns);
        Set<String> usedNames = new HashSet<>();
        for (ReceivedColumn column : receivedColumns) {
            String memberName = column.label();
            for (int number = 2; !usedNames.add(memberName); number++) {
                memberName = column.label() + "_" + number;
            }
            memberNames.add(memberName);
        }
    }

    @Override
    public void acceptRow(ReceivedRow row) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < row.size(); i++) {
            object.put(memberNames.get(i), toJsonValue(columns().get(i).kind(), row.value(i)));
        }
        out.println(object);
    }

    private static @Nullable Object toJsonValue(Kind kind, @Nullable String value) {
        if (value == null) {
            return null;
        }
        return switch (kind) {
            case NUMBER -> toJsonNumber(value);
            case BOOLEAN -> Boolean.valueOf(value);
            case BINARY, TEXT -> value;
        };
    }

    /** Returns a number with all of its digits; NaN and the infinities, which JSON lacks, remain strings. */
    private static Object toJsonNumber(String value) {
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException ignored) {
            return value;
        }
    }
}
