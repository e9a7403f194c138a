package dev.cairn.internal.connection;

import dev.cairn.plan.part.ObjectName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Quotes names and values in statements. A name can't contain a backquote, because the server removes it everywhere.
 */
public final class SqlQuoting {
    private SqlQuoting() {}

    public static String name(String name) {
        return "`" + name + "`";
    }

    public static String name(ObjectName name) {
        return name(name.database()) + "." + name(name.name());
    }

    /** Quotes a qualified name, from the catalog to the object. */
    public static String path(List<String> names) {
        return names.stream().map(SqlQuoting::name).collect(Collectors.joining("."));
    }

    /** Quotes a name that may be qualified by its database. */
    public static String qualifiedName(String name) {
        return path(List.of(name.split("\\.", -1)));
    }

    public static String text(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** Quotes the value of a variable: numbers and booleans are not quoted. */
    public static String setting(String value) {
        boolean plain = value.matches("-?[0-9]+(\\.[0-9]+)?|(?i)true|false");
        return plain ? value : text(value);
    }
}
