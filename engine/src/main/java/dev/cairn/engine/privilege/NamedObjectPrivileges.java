package dev.cairn.engine.privilege;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.SystemTable;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The privileges that are required on the object with a name. A missing object requires no privilege, because the
 * statement is then refused or has no effect.
 *
 * @param databaseName the database in use; null if the session has selected no database
 */
record NamedObjectPrivileges(Catalog catalog, @Nullable String databaseName) {
    List<RequiredPrivilege> findDatabaseRequirements(QualifiedName name, Privilege privilege) {
        return findDatabaseName(name).stream()
                .map(databaseName -> RequiredPrivilege.of(
                        SecuredObject.ofDatabase(catalog.databaseNameInGrants(databaseName)), privilege))
                .toList();
    }

    List<RequiredPrivilege> findTableRequirements(QualifiedName name, Privilege... alternatives) {
        return findObjectRequirements(SecuredKind.TABLE, name, alternatives);
    }

    List<RequiredPrivilege> findViewRequirements(QualifiedName name, Privilege... alternatives) {
        return findObjectRequirements(SecuredKind.VIEW, name, alternatives);
    }

    List<RequiredPrivilege> findMaterializedViewRequirements(QualifiedName name, Privilege... alternatives) {
        return findObjectRequirements(SecuredKind.MATERIALIZED_VIEW, name, alternatives);
    }

    private List<RequiredPrivilege> findObjectRequirements(
            SecuredKind kind, QualifiedName name, Privilege... alternatives) {
        String objectName = name.lastPart().text();
        return findDatabaseName(name)
                .flatMap(catalog::findDatabase)
                .flatMap(existingDatabase -> findExistingName(existingDatabase, kind, objectName)
                        .map(existingName -> new SecuredObject(kind, existingDatabase.name(), existingName)))
                .map(securedObject -> List.of(RequiredPrivilege.of(securedObject, alternatives)))
                .orElse(List.of());
    }

    private static Optional<String> findExistingName(Database database, SecuredKind kind, String objectName) {
        boolean isExisting = switch (kind) {
            case TABLE ->
                database.tables().contains(objectName)
                        && !database.temporaryTables().contains(objectName);
            case VIEW -> database.views().contains(objectName);
            default -> database.materializedViews().contains(objectName);
        };
        if (isExisting) {
            return Optional.of(objectName);
        }
        return kind == SecuredKind.TABLE
                ? database.findSystemTable(objectName).map(SystemTable::name)
                : Optional.empty();
    }

    /** Returns the database that the name contains, or else the database in use. */
    Optional<String> findDatabaseName(QualifiedName name) {
        return name.qualifier().map(Name::text).or(() -> Optional.ofNullable(databaseName));
    }
}
