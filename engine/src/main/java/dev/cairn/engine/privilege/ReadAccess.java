package dev.cairn.engine.privilege;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Determines which roles may read a table or view. To read a view with SECURITY INVOKER, a role needs privileges on its
 * sources, too.
 */
public final class ReadAccess {
    private final Catalog catalog;
    private final CatalogSourceResolver sourceResolver;
    private final ReadPrivilegeCollector privilegeCollector;

    public ReadAccess(ServerProfile profile, Catalog catalog) {
        this.catalog = catalog;
        this.sourceResolver = new CatalogSourceResolver(profile, catalog);
        this.privilegeCollector = new ReadPrivilegeCollector(profile, catalog);
    }

    /** Returns the names of the roles that may read a table or view, directly or through roles that they include. */
    public List<String> findReaderRoleNames(String databaseName, String name) {
        List<SecuredObject> selectedObjects =
                collectSelectedObjects(sourceResolver.resolveSource(null, databaseName, name, Span.NONE));
        List<String> readerRoleNames = new ArrayList<>();
        for (Role role : catalog.roles().values()) {
            if (selectedObjects.stream()
                    .allMatch(object -> catalog.roleHasPrivilege(role.name(), Privilege.SELECT, object))) {
                readerRoleNames.add(role.name());
            }
        }
        return readerRoleNames;
    }

    /**
     * Returns the objects on which a query of a relation requires SELECT. Objects outside the databases of the catalog
     * are omitted, because the privileges on them are granted elsewhere.
     */
    public List<SecuredObject> collectSelectedObjects(Source relation) {
        return privilegeCollector.collectRequirements(List.of(new Dependency(relation, true, List.of()))).stream()
                .map(RequiredPrivilege::object)
                .filter(object -> object.database() != null
                        && catalog.findDatabase(object.database()).isPresent())
                .toList();
    }
}
