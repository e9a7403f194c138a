package dev.cairn.internal.reflection;

import dev.cairn.catalog.InternalCatalog;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.token.RefusalRule;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The answer to SHOW CREATE TABLE, which the server also accepts for views and materialized views. */
public sealed interface ShowCreateAnswer {
    /** The text of an object. */
    record Text(String text) implements ShowCreateAnswer {}

    /** There is no object with this name. */
    record NotFound() implements ShowCreateAnswer {}

    /**
     * The server refused the statement, with this message, or returned no text, as the reason then says.
     *
     * @param refusal null if the server returned no text
     */
    record NotShown(String reason, @Nullable ServerRefusalException refusal) implements ShowCreateAnswer {}

    /**
     * Sends the statement.
     *
     * @throws ConnectionLostException if the connection is lost
     * @throws ServerRefusalException if a transient error persists
     */
    static ShowCreateAnswer fetch(ServerConnection connection, ObjectName name) {
        try {
            var rows = connection.fetchRows("SHOW CREATE TABLE " + SqlQuoting.quoteName(name));
            String definitionText = rows.isEmpty() ? null : rows.get(0).get(1);
            return definitionText == null
                    ? new NotShown("the server returned no definition", null)
                    : new Text(definitionText);
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            return isMissing(refusal, name) ? new NotFound() : new NotShown(refusal.reason(), refusal);
        }
    }

    /**
     * Returns whether the object or its database does not exist. Some versions and statements report this by an error
     * number, others only by the message, which is about another object if the server can't print an existing one.
     */
    private static boolean isMissing(ServerRefusalException refusal, ObjectName name) {
        return refusal.isUnknownObject()
                || (refusal.errorNumber() == RefusalRule.GENERAL_ERRNO && namesMissingObject(refusal.reason(), name));
    }

    private static boolean namesMissingObject(String reason, ObjectName name) {
        String qualifiedName = name.database() + "." + name.name();
        return Stream.of(name.name(), qualifiedName, InternalCatalog.PREFIX + qualifiedName)
                .anyMatch(missingName -> reason.contains(" " + missingName + " is not found"));
    }
}
