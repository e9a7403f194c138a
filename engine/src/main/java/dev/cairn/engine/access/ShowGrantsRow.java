package dev.cairn.engine.access;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of SHOW GRANTS: the privileges of one grantee on some objects.
 *
 * @param catalogName the catalog of the objects, which the statement does not name; null for all catalogs
 */
public record ShowGrantsRow(
        ChangePrivileges statement, @Nullable String catalogName) {
    /** Returns the objects of the row, which need not exist in a catalog. */
    public List<SecuredObject> resolveObjects() {
        // No object is validated: an empty catalog does not contain the databases of the objects.
        ServerState emptyServer = new ServerState(ServerProfile.DEFAULT, Catalog.EMPTY, Session.EMPTY);
        return GrantTargetResolver.of(emptyServer, statement).resolveObjects().stream()
                .map(this::qualify)
                .toList();
    }

    /** Returns the given privileges, extended by the privileges of this row. */
    public GrantedPrivileges addPrivilegesTo(GrantedPrivileges heldPrivileges) {
        GrantedPrivileges extendedPrivileges = heldPrivileges;
        for (SecuredObject object : resolveObjects()) {
            extendedPrivileges = extendedPrivileges.grant(object, statement.privileges(), statement.hasGrantOption());
        }
        return extendedPrivileges;
    }

    /** Qualifies a database of an external catalog, or an object in one, with the name of the catalog. */
    private SecuredObject qualify(SecuredObject object) {
        if (InternalCatalog.isInternal(catalogName)) {
            return object;
        }
        String name = object.name();
        if (object.kind() == SecuredKind.DATABASE) {
            return SecuredObject.ofDatabase(catalogName + "." + (name == null ? "*" : name));
        }
        if (object.kind() != SecuredKind.TABLE) {
            return object;
        }
        return new SecuredObject(
                object.kind(), catalogName + "." + (object.database() == null ? "*" : object.database()), name);
    }
}
