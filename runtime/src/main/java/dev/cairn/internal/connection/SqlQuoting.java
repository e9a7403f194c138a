package dev.cairn.internal.connection;

import dev.cairn.plan.part.ObjectName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Quotes names and values in statements. A name can't contain a backquote, because the server removes it everywhere.
 */
public final class SqlQuoting {
    private SqlQuoting() {}

    public static String quoteName(String name) {
        return "`" + name + "`";
    }

    public static String quoteName(ObjectName name) {
        return quoteName(name.database()) + "." + quoteName(name.name());
    }

    /** Quotes a qualified name, from the catalog to the object. */
    public static String quotePath(List<String> names) {
        return names.stream().map(SqlQuoting::quoteName).collect(Collectors.joining("."));
    }

    /** Quotes a name that may be qualified by its database. */
    public static String quoteQualifiedName(String name) {
        return quotePath(List.of(name.split("\\.", -1)));
    }

    public static String quoteText(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /**
     * Returns the statement that renames an object within its database.
     *
     * @param kindKeyword the kind of the object, such as {@code TABLE}
     */
    public static String renderRename(String kindKeyword, ObjectName oldName, ObjectName newName) {
        return "ALTER " + kindKeyword + " " + quoteName(oldName) + " RENAME " + quoteName(newName.name());
    }

    /**
     * Returns a LIKE clause, with a space before it, for a SHOW statement that must list all names with a prefix; an
     * empty string if the prefix has other characters than letters, digits and underscores. The list may contain other
     * names, because an underscore matches every character. The server converts the pattern to a regular expression, in
     * which only these characters are certain to match themselves.
     */
    public static String renderLikeClause(String prefix) {
        return prefix.matches("\\w*") ? " LIKE " + quoteText(prefix + "%") : "";
    }

    /** Returns the value of a variable as SQL: a string is quoted, a number or boolean is not. */
    public static String quoteVariableValue(String value) {
        boolean isNumberOrBoolean = value.matches("-?[0-9]+(\\.[0-9]+)?|(?i)true|false");
        return isNumberOrBoolean ? value : quoteText(value);
    }
}
