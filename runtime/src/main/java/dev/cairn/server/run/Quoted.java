package dev.cairn.server.run;

import dev.cairn.plan.ObjectName;

/** Names and texts as statements have them. */
final class Quoted {
    private Quoted() {}

    static String name(String name) {
        return "`" + name + "`";
    }

    static String name(ObjectName name) {
        return name(name.database()) + "." + name(name.name());
    }

    static String text(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
