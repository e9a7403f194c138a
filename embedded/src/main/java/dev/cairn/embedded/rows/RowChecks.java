package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is wrong with a row, in the words of the server's tracking log. */
final class RowChecks {
    private final Table table;

    RowChecks(Table table) {
        this.table = table;
    }

    /**
     * An expression: NULL for a row that may be stored.
     *
     * @param place the condition of a row to be where it is written to; null where it may be anywhere
     */
    String problem(@Nullable String place) {
        List<String> cases = new ArrayList<>();
        for (Column column : table.columns()) {
            if (!column.nullable() && !column.autoIncrement()) {
                cases.add("WHEN " + DuckDbTable.held(column) + " IS NULL THEN 'NULL value in non-nullable column ''"
                        + column.name() + "'''");
            }
            length(column).ifPresent(cases::add);
        }
        if (place != null) {
            cases.add("WHEN (" + place + ") IS NOT TRUE THEN"
                    + " 'The row is out of partition ranges. Please add a new partition.'");
        }
        return cases.isEmpty() ? "CAST(NULL AS VARCHAR)" : "CASE " + String.join(" ", cases) + " END";
    }

    /** Texts may be so many bytes long. */
    private static Optional<String> length(Column column) {
        boolean measured = PrimitiveType.of(column.type()).isCharacters()
                || PrimitiveType.of(column.type()) == PrimitiveType.VARBINARY;
        if (!measured || !(column.type() instanceof Type.Text text) || text.length() < 0) {
            return Optional.empty();
        }
        String held = DuckDbTable.held(column);
        boolean binary = text.kind() == Type.Text.Kind.VARBINARY;
        String bytes = binary ? "octet_length(" + held + ")" : "strlen(" + held + ")";
        String shown = binary ? "hex(" + held + ")" : held;
        return Optional.of("WHEN " + bytes + " > " + text.length() + " THEN 'String ''' || " + shown
                + " || '''(length=' || " + bytes + " || ') is too long. The max length of ''" + column.name() + "'' is "
                + text.length() + "'");
    }
}
