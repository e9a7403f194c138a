package dev.cairn.engine.view;

import java.util.Collection;

/** The reasons why a materialized view is inactive, with the server's texts. */
public final class InactiveReason {
    private static final String RELOAD_FAILED_PREFIX = "reload failed: ";

    private InactiveReason() {}

    static String baseDropped(String base) {
        return "base-table dropped: " + base;
    }

    public static String baseRenamed(String base) {
        return "base-table renamed: " + base;
    }

    public static String baseSwapped(String base) {
        return "base-table swapped: " + base;
    }

    public static String baseOptimized(String base) {
        return "base-table optimized:" + base;
    }

    public static String baseReordered(String base) {
        return "base-table reordered columns:" + base;
    }

    static String viewChanged(String base) {
        return "base-view changed: " + base;
    }

    static String baseInactive(String base) {
        return "base-mv inactive: " + base;
    }

    /**
     * Returns the reason of a view that stays inactive after its activation, because the table that its partitions
     * follow is not found.
     */
    public static String partitionsLost(String view, Collection<String> bases) {
        return RELOAD_FAILED_PREFIX + "Can not find partition column map for mv:" + view + " on base tables:"
                + String.join(",", bases);
    }

    /** Returns whether a view that is inactive for this reason stays inactive after ALTER … ACTIVE. */
    public static boolean isPermanent(String reason) {
        return reason.startsWith(RELOAD_FAILED_PREFIX);
    }

    public static String columnsChanged(Collection<String> columns) {
        return "base table schema changed for columns: " + String.join(",", columns);
    }
}
