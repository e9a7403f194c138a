package dev.cairn.engine.view;

import java.util.Collection;

/** The reasons why a materialized view is inactive, with the server's texts and their inconsistent spaces. */
public final class InactiveReason {
    private static final String RELOAD_FAILED_PREFIX = "reload failed: ";

    private InactiveReason() {}

    static String baseDropped(String baseName) {
        return "base-table dropped: " + baseName;
    }

    public static String baseRenamed(String baseName) {
        return "base-table renamed: " + baseName;
    }

    public static String baseSwapped(String baseName) {
        return "base-table swapped: " + baseName;
    }

    public static String baseOptimized(String baseName) {
        return "base-table optimized:" + baseName;
    }

    public static String baseReordered(String baseName) {
        return "base-table reordered columns:" + baseName;
    }

    static String viewChanged(String baseName) {
        return "base-view changed: " + baseName;
    }

    static String baseInactive(String baseName) {
        return "base-mv inactive: " + baseName;
    }

    /**
     * Returns the reason of a view that stays inactive after its activation, because the base table that determines its
     * partitions is not found.
     */
    public static String partitionsLost(String viewName, Collection<String> baseNames) {
        return RELOAD_FAILED_PREFIX + "Can not find partition column map for mv:" + viewName + " on base tables:"
                + String.join(",", baseNames);
    }

    /** Returns whether a view that is inactive for this reason stays inactive after ALTER … ACTIVE. */
    public static boolean isPermanent(String reason) {
        return reason.startsWith(RELOAD_FAILED_PREFIX);
    }

    public static String columnsChanged(Collection<String> columnNames) {
        return "base table schema changed for columns: " + String.join(",", columnNames);
    }
}
