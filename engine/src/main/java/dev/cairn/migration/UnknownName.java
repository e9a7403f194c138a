package dev.cairn.migration;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.engine.context.Session;
import dev.cairn.sql.ast.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An unknown name in a statement, with the names that may have been intended.
 *
 * @param known the existing names of the same kind: columns, tables and views, or functions
 */
public record UnknownName(String written, Set<String> known) {
    private static final Pattern COLUMN = Pattern.compile(
            "(?:Column '(.+)' cannot be resolved|Unknown column '([^']+)' in .*|.* do not existing column '([^']+)')");

    private static final Pattern TABLE = Pattern.compile("(?:Unknown table '([^']+)'|Table (\\S+) is not found)");

    private static final Pattern FUNCTION = Pattern.compile(
            "(?:No matching function with signature: |Unknown table function ')([^(]+)\\(.*", Pattern.DOTALL);

    public UnknownName {
        known = Set.copyOf(known);
    }

    /**
     * Returns the unknown name because of which the server refuses the statement; null if the refusal has another
     * reason.
     */
    static @Nullable UnknownName by(Statement.Opaque statement, Refusal refusal, Catalog catalog, Session session) {
        Database database = catalog.database(session.database() == null ? "" : session.database())
                .orElse(null);
        String column = name(COLUMN, refusal);
        if (column != null && database != null) {
            return new UnknownName(column, columns(statement.text(), database));
        }
        String function = name(FUNCTION, refusal);
        if (function != null) {
            return BuiltinFunctions.areNamed(function) ? null : new UnknownName(function, BuiltinFunctions.names());
        }
        String table = refusal.errno() == ServerError.UNKNOWN_DATABASE.errno() ? null : name(TABLE, refusal);
        return table == null || database == null ? null : new UnknownName(table, objects(database));
    }

    private static @Nullable String name(Pattern pattern, Refusal refusal) {
        Matcher matcher = pattern.matcher(refusal.detail());
        if (!matcher.matches()) {
            return null;
        }
        for (int i = 1; i <= matcher.groupCount(); i++) {
            String quoted = matcher.group(i);
            if (quoted != null) {
                String plain = quoted.replace("`", "");
                return plain.substring(plain.lastIndexOf('.') + 1);
            }
        }
        return null;
    }

    /** Returns the columns of all objects that the statement names. */
    private static Set<String> columns(String text, Database database) {
        Set<String> columns = new TreeSet<>();
        for (Map.Entry<String, Table> table : database.tables()) {
            if (text.contains(table.getKey())) {
                table.getValue().columns().forEach(column -> columns.add(column.name()));
            }
        }
        for (Map.Entry<String, View> view : database.views()) {
            if (text.contains(view.getKey())) {
                view.getValue().columns().forEach(column -> columns.add(column.name()));
            }
        }
        for (Map.Entry<String, MaterializedView> view : database.materializedViews()) {
            if (text.contains(view.getKey())) {
                view.getValue().stored().forEach(column -> columns.add(column.name()));
            }
        }
        return columns;
    }

    private static Set<String> objects(Database database) {
        Set<String> names = new TreeSet<>();
        database.tables().forEach(table -> names.add(table.getKey()));
        database.views().forEach(view -> names.add(view.getKey()));
        database.materializedViews().forEach(view -> names.add(view.getKey()));
        return names;
    }
}
