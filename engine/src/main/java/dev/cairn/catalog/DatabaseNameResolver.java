package dev.cairn.catalog;

import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import org.jspecify.annotations.Nullable;

/**
 * Determines the database of an object. If a statement names the object without a database, the object is in the
 * selected database.
 */
public final class DatabaseNameResolver {
    private DatabaseNameResolver() {}

    /**
     * Returns the database of an object: the one in its name, or the selected one.
     *
     * @throws Refusal if the name has no database, and none is selected
     */
    public static String requireDatabase(QualifiedName objectName, @Nullable String selectedDatabase) {
        return requireDatabaseName(objectName.qualifier().map(Name::text).orElse(selectedDatabase), objectName.span());
    }

    /**
     * Returns the database, which must not be null.
     *
     * @param database null if the statement names no database and the session has selected none
     * @throws Refusal if the database is null
     */
    public static String requireDatabaseName(@Nullable String database, Span span) {
        if (database == null) {
            throw Refusal.ofAnalysis(span, ServerError.NO_DATABASE_SELECTED);
        }
        return database;
    }
}
