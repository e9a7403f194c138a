package dev.cairn.internal.connection;

import java.util.Set;

/** The meaning of error numbers: those of StarRocks, and those of MySQL that a server sends in their place. */
public final class ErrorNumbers {
    private static final Set<Integer> ACCESS_DENIED = Set.of(5203, 1044, 1142, 1227);
    private static final Set<Integer> UNKNOWN_DATABASE = Set.of(5501, 1049);

    private ErrorNumbers() {}

    /** Returns whether the user lacks a privilege. */
    public static boolean isAccessDenied(int errorNumber) {
        return ACCESS_DENIED.contains(errorNumber);
    }

    public static boolean isUnknownDatabase(int errorNumber) {
        return UNKNOWN_DATABASE.contains(errorNumber);
    }
}
