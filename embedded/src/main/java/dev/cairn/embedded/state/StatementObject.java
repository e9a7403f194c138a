package dev.cairn.embedded.state;

import dev.cairn.catalog.InternalCatalog;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table, view or materialized view that a statement changes.
 *
 * @param database the database, after its external catalog if it is in one
 */
public record StatementObject(String database, String name) {
    /** Returns the object; empty for statements about databases, and if no database is named or in use. */
    public static Optional<StatementObject> find(Statement statement, @Nullable String defaultDatabase) {
        boolean isDatabaseRecovery = statement instanceof Statement.Recover recover
                && recover.kind() == Statement.Recover.RecoverKind.DATABASE;
        return isDatabaseRecovery || statement instanceof Statement.OpaqueStatement
                ? Optional.empty()
                : statement.changedObject().flatMap(name -> find(name, defaultDatabase));
    }

    public static Optional<StatementObject> find(QualifiedName name, @Nullable String defaultDatabase) {
        String database = name.qualifier()
                .map(owner -> name.catalog()
                        .flatMap(catalog -> Optional.ofNullable(InternalCatalog.externalName(catalog.text())))
                        .map(catalog -> catalog + "." + owner.text())
                        .orElse(owner.text()))
                .orElse(defaultDatabase);
        return Optional.ofNullable(database)
                .map(owner -> new StatementObject(owner, name.lastPart().text()));
    }
}
