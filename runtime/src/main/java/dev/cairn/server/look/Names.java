package dev.cairn.server.look;

import dev.cairn.plan.ObjectName;

/** Names as statements have them. A backquote can't stand in one: the server drops it wherever it reads it. */
final class Names {
    private Names() {}

    static String quoted(String name) {
        return "`" + name + "`";
    }

    static String quoted(ObjectName name) {
        return quoted(name.database()) + "." + quoted(name.name());
    }

    static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
