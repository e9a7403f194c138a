package dev.cairn.sql.token;

import java.util.Locale;

/**
 * A rule of the server that a statement can break. Each package of the engine has an enum of its rules. Callers compare
 * the constant, and never the text.
 */
public interface RefusalRule {
    /** Returns the text in the notation of {@link String#format}, with {@code %s} for each argument. */
    String template();

    /**
     * Returns the number of the error; by default 1064, the number of all errors without a specific number.
     */
    default int errno() {
        return 1064;
    }

    /** Returns the SQLSTATE of the error; by default HY000, the general error. */
    default String sqlState() {
        return "HY000";
    }

    /** Returns the text with the arguments in place of the placeholders. */
    default String formatMessage(Object... arguments) {
        return String.format(Locale.ROOT, template(), arguments);
    }
}
