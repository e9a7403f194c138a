package dev.cairn.embedded.account;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Span;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The properties of all users with the same name. They limit the sessions of these users, and are the defaults of new
 * sessions. An empty value resets a property.
 *
 * @param maxConnections the number of sessions that may exist at the same time
 * @param databaseName the database that a new session selects; empty if it selects none
 * @param valueByVariable the values of variables in a new session, by the names of the variables in lower case
 */
public record UserProperties(int maxConnections, String databaseName, PersistentMap<String> valueByVariable) {
    static final String MAX_CONNECTIONS_KEY = "max_user_connections";
    static final UserProperties DEFAULT = new UserProperties(1024, "", PersistentMap.empty());

    /** The greatest number of sessions of a frontend, its setting {@code qe_max_connection}. */
    private static final int SERVER_MAX_CONNECTIONS = 4096;

    private static final String DATABASE_KEY = "database";
    private static final String CATALOG_KEY = "catalog";
    private static final String VARIABLE_PREFIX = "session.";

    /**
     * Returns the properties after a statement that sets some of them.
     *
     * @param values the new values by their keys, as the statement writes them
     * @param catalog contains the databases
     * @param variableChecker refuses a variable that does not exist, or a value that it does not accept
     * @throws Refusal if a property does not exist, or does not accept its value
     */
    UserProperties withValues(Map<String, String> values, Catalog catalog, BiConsumer<String, String> variableChecker) {
        UserProperties newProperties = this;
        for (Map.Entry<String, String> valueEntry : values.entrySet()) {
            String value = valueEntry.getValue();
            String key = valueEntry.getKey();
            String lowerCaseKey = key.toLowerCase(Locale.ROOT);
            // The prefix of a variable is the only part of a key that is case-sensitive.
            if (lowerCaseKey.equals(MAX_CONNECTIONS_KEY)) {
                newProperties = newProperties.withMaxConnections(parseMaxConnections(value));
            } else if (lowerCaseKey.equals(DATABASE_KEY)) {
                newProperties = newProperties.withDatabaseName(value);
            } else if (lowerCaseKey.equals(CATALOG_KEY)
                    || (key.startsWith(VARIABLE_PREFIX) && lowerCaseKey.equals(VARIABLE_PREFIX + CATALOG_KEY))) {
                requireInternalCatalog(value, catalog);
            } else if (key.startsWith(VARIABLE_PREFIX)) {
                newProperties = newProperties.withVariableValue(
                        lowerCaseKey.substring(VARIABLE_PREFIX.length()), value, variableChecker);
            } else {
                throw Refusal.ofExecution(Span.NONE, EmbeddedRule.USER_PROPERTY_UNKNOWN, key);
            }
        }
        // The same database keeps its spelling, and is not looked up, so it may have been dropped.
        if (newProperties.databaseName.equalsIgnoreCase(databaseName)) {
            return newProperties.withDatabaseName(databaseName);
        }
        requireDatabase(newProperties.databaseName, catalog);
        return newProperties;
    }

    private static int parseMaxConnections(String value) {
        if (value.isEmpty()) {
            return DEFAULT.maxConnections;
        }
        long number;
        try {
            number = Long.parseLong(value);
        } catch (NumberFormatException failure) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.VARIABLE_NOT_A_NUMBER, MAX_CONNECTIONS_KEY);
        }
        if (number < 1 || number > SERVER_MAX_CONNECTIONS) {
            throw Refusal.ofExecution(
                    Span.NONE, EmbeddedRule.USER_PROPERTY_OUT_OF_RANGE, MAX_CONNECTIONS_KEY, 1, SERVER_MAX_CONNECTIONS);
        }
        return (int) number;
    }

    private static void requireInternalCatalog(String catalogName, Catalog catalog) {
        if (!catalogName.isEmpty() && !InternalCatalog.isInternal(catalogName)) {
            throw catalog.mayHaveExternalCatalog(catalogName)
                    ? Refusal.ofExecution(
                            Span.NONE,
                            EmbeddedRule.UNSUPPORTED,
                            "sessions in the external catalog '" + catalogName + "'")
                    : Refusal.ofExecution(Span.NONE, ServerError.UNKNOWN_CATALOG, catalogName);
        }
    }

    private static void requireDatabase(String databaseName, Catalog catalog) {
        if (!databaseName.isEmpty() && !catalog.hasDatabase(databaseName)) {
            throw Refusal.ofExecution(
                    Span.NONE, EmbeddedRule.USER_PROPERTY_DATABASE_NOT_FOUND, InternalCatalog.PREFIX + databaseName);
        }
    }

    private UserProperties withMaxConnections(int newMaxConnections) {
        return new UserProperties(newMaxConnections, databaseName, valueByVariable);
    }

    private UserProperties withDatabaseName(String newDatabaseName) {
        return new UserProperties(maxConnections, newDatabaseName, valueByVariable);
    }

    private UserProperties withVariableValue(
            String variableName, String value, BiConsumer<String, String> variableChecker) {
        if (value.isEmpty()) {
            return new UserProperties(maxConnections, databaseName, valueByVariable.withoutKey(variableName));
        }
        variableChecker.accept(variableName, value);
        return new UserProperties(maxConnections, databaseName, valueByVariable.withEntry(variableName, value));
    }
}
