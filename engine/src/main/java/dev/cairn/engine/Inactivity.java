package dev.cairn.engine;

import java.util.Collection;

/** Why a materialized view is inactive, in the server's words. */
final class Inactivity {
    private Inactivity() {}

    static String dropped(String base) {
        return "base-table dropped: " + base;
    }

    static String renamed(String base) {
        return "base-table renamed: " + base;
    }

    static String swapped(String base) {
        return "base-table swapped: " + base;
    }

    static String optimized(String base) {
        return "base-table optimized:" + base;
    }

    static String reordered(String base) {
        return "base-table reordered columns:" + base;
    }

    static String viewChanged(String base) {
        return "base-view changed: " + base;
    }

    static String inactive(String base) {
        return "base-mv inactive: " + base;
    }

    static String columnsChanged(Collection<String> columns) {
        return "base table schema changed for columns: " + String.join(",", columns);
    }
}
