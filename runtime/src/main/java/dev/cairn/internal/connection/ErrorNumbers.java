package dev.cairn.internal.connection;

import dev.cairn.refusal.ServerError;
import java.util.Set;

/** The meaning of error numbers: those of StarRocks, and those of MySQL that a server sends in their place. */
public final class ErrorNumbers {
    private static final Set<Integer> ACCESS_DENIED = Set.of(5203, 1044, 1142, 1227);
    private static final Set<Integer> LOGIN_DENIED = Set.of(1044, 1045);
    private static final Set<Integer> UNKNOWN_DATABASE = Set.of(ServerError.UNKNOWN_DATABASE.errno(), 1049);
    private static final Set<Integer> NAME_TAKEN =
            Set.of(ServerError.TABLE_EXISTS.errno(), ServerError.TABLE_NOT_CREATED.errno());
    private static final int TOO_MANY_CONNECTIONS = 1040;

    private ErrorNumbers() {}

    /** Returns whether the user lacks a privilege. */
    public static boolean isAccessDenied(int errorNumber) {
        return ACCESS_DENIED.contains(errorNumber);
    }

    /** Returns whether the server knows no such user and password, or refuses the database to the user. */
    static boolean isLoginDenied(int errorNumber) {
        return LOGIN_DENIED.contains(errorNumber);
    }

    static boolean isTooManyConnections(int errorNumber) {
        return errorNumber == TOO_MANY_CONNECTIONS;
    }

    public static boolean isUnknownDatabase(int errorNumber) {
        return UNKNOWN_DATABASE.contains(errorNumber);
    }

    /** Returns whether an object of the name exists, or is being created at the same time. */
    public static boolean isNameTaken(int errorNumber) {
        return NAME_TAKEN.contains(errorNumber);
    }
}
