package dev.cairn.internal.link;

import dev.cairn.plan.part.ObjectName;

/** Names and values as statements have them. A backquote can't stand in a name: the server drops it wherever it reads it. */
public final class SqlQuoting {
    private SqlQuoting() {}

    public static String name(String name) {
        return "`" + name + "`";
    }

    public static String name(ObjectName name) {
        return name(name.database()) + "." + name(name.name());
    }

    public static String text(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** The value of a variable: a number or a truth value stands as it is. */
    public static String setting(String value) {
        boolean plain = value.matches("-?[0-9]+(\\.[0-9]+)?|(?i)true|false");
        return plain ? value : text(value);
    }
}
