package dev.cairn.sql.token;

import java.util.Locale;

/**
 * A rule of the server that a statement can break. Each package of the engine has an enum of its rules. Callers compare
 * the constant, and never the text.
 */
public interface RefusalRule {
    /** The number of errors that have no number of their own. */
    int GENERAL_ERRNO = 1064;

    /** The SQLSTATE of errors that have no state of their own. */
    String GENERAL_SQL_STATE = "HY000";

    /** Returns the text in the notation of {@link String#format}, with {@code %s} for each argument. */
    String template();

    /** Returns the number of the error. */
    default int errno() {
        return GENERAL_ERRNO;
    }

    /** Returns the SQLSTATE of the error. */
    default String sqlState() {
        return GENERAL_SQL_STATE;
    }

    /** Returns the text with the arguments in place of the placeholders. */
    default String formatMessage(Object... arguments) {
        return String.format(Locale.ROOT, template(), arguments);
    }
}
