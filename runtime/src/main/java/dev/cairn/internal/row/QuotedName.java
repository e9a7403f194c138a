package dev.cairn.internal.row;

import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.schema.Column;
import dev.cairn.schema.Descriptor;
import java.util.stream.Collectors;

/** Names as statements have them. */
public final class QuotedName {
    private QuotedName() {}

    /** With the database and the catalog that the descriptor says. */
    public static String of(Descriptor<?> object) {
        return object.path().stream().map(SqlQuoting::name).collect(Collectors.joining("."));
    }

    public static String of(Column<?> column) {
        return SqlQuoting.name(column.name());
    }
}
