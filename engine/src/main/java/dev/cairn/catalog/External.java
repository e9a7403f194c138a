package dev.cairn.catalog;

import dev.cairn.sql.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table or view that others keep, of which it is known what it looks like: queries read from it, and nothing else is
 * done with it. It may be in a database that no catalog knows, and in an external catalog.
 *
 * @param catalog null for the server's own
 * @param complete false where it may have more columns than are known
 */
public record External(@Nullable String catalog, String database, String name, List<Column> columns, boolean complete) {
    /** A column; the type is null where it isn't known. */
    public record Column(String name, @Nullable Type type, boolean nullable) {}

    public External {
        columns = List.copyOf(columns);
    }

    /** Tells it from all others: no name holds a NUL. */
    static String key(@Nullable String catalog, String database, String name) {
        return (catalog == null ? "" : catalog) + "\0" + database + "\0" + name;
    }

    String key() {
        return key(catalog, database, name);
    }
}
