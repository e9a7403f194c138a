package dev.cairn.embedded.state;

import dev.cairn.catalog.InternalCatalog;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The qualified name of a table, view or materialized view, such as the one that a statement changes.
 *
 * @param databaseName the database, prefixed by the name of the catalog and a dot if it belongs to an external catalog
 */
public record DatabaseObjectName(String databaseName, String name) {
    /**
     * Returns the name of the object that a statement changes; empty if the statement changes none, recovers a
     * database, is kept as text, or names no database while none is selected.
     *
     * @param defaultDatabaseName the database that the session has selected; null if it has selected none
     */
    public static Optional<DatabaseObjectName> findChangedObject(
            Statement statement, @Nullable String defaultDatabaseName) {
        boolean isDatabaseRecovery = statement instanceof Statement.Recover recover
                && recover.kind() == Statement.Recover.RecoverKind.DATABASE;
        return isDatabaseRecovery || statement instanceof Statement.OpaqueStatement
                ? Optional.empty()
                : statement.changedObject().flatMap(name -> resolve(name, defaultDatabaseName));
    }

    /** Completes a name; empty if the name has no database, and none is selected. */
    public static Optional<DatabaseObjectName> resolve(QualifiedName name, @Nullable String defaultDatabaseName) {
        String databaseName = name.qualifier()
                .map(qualifier -> name.catalog()
                        .flatMap(catalog -> Optional.ofNullable(InternalCatalog.externalCatalogName(catalog.text())))
                        .map(catalog -> catalog + "." + qualifier.text())
                        .orElse(qualifier.text()))
                .orElse(defaultDatabaseName);
        return Optional.ofNullable(databaseName)
                .map(prefixedDatabaseName -> new DatabaseObjectName(
                        prefixedDatabaseName, name.lastPart().text()));
    }
}
