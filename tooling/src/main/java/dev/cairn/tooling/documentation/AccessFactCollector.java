package dev.cairn.tooling.documentation;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.source.Dependency;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.DirectPrivileges.HeldPrivilege;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.engine.privilege.RequiredPrivilegeCollector;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.role.RolePlanner;
import dev.cairn.plan.role.SecuredNames;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.Span;
import dev.cairn.tooling.documentation.SchemaDocument.Fact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Collects facts about the privileges to read and to change rows, for each object and each role. A view with SECURITY
 * INVOKER is readable only with privileges on its sources, too.
 */
final class AccessFactCollector {
    private static final Set<Privilege> CHANGE_PRIVILEGES =
            Set.of(Privilege.INSERT, Privilege.UPDATE, Privilege.DELETE);

    private final ServerProfile profile;
    private final Catalog catalog;
    private final String database;
    /** The objects that each role may read, directly or through the roles that it includes. */
    private final Map<String, Set<ObjectName>> readableNamesByRole = new LinkedHashMap<>();

    /** @param database the database whose objects are shown without the name of the database */
    AccessFactCollector(ReaderGraph graph, String database) {
        this.profile = graph.profile();
        this.catalog = graph.catalog();
        this.database = database;
        catalog.roles().values().forEach(role -> readableNamesByRole.put(role.name(), new TreeSet<>()));
        CatalogSourceResolver sourceResolver = new CatalogSourceResolver(profile, catalog);
        for (ObjectName name : SchemaObject.collectNames(catalog)) {
            List<SecuredObject> securedObjects = collectSecuredSources(name, sourceResolver);
            readableNamesByRole.forEach((roleName, names) -> {
                if (securedObjects.stream()
                        .allMatch(object -> catalog.roleHasPrivilege(roleName, Privilege.SELECT, object))) {
                    names.add(name);
                }
            });
        }
    }

    /**
     * Returns the objects on which a query of an object needs privileges. A view with SECURITY INVOKER also needs
     * privileges on its sources.
     */
    private List<SecuredObject> collectSecuredSources(ObjectName name, CatalogSourceResolver sourceResolver) {
        Dependency dependency = new Dependency(
                sourceResolver.resolveSource(null, name.database(), name.name(), Span.NONE), true, List.of());
        return new RequiredPrivilegeCollector(profile, catalog, name.database())
                .collectReadRequirements(List.of(dependency)).stream()
                        .map(RequiredPrivilege::object)
                        .filter(securedObject -> securedObject.database() != null
                                && catalog.database(securedObject.database()).isPresent())
                        .toList();
    }

    /** Returns the roles that may read an object, directly or through views, and the roles that may change its rows. */
    List<Fact> collectObjectFacts(ObjectName name) {
        List<Fact> facts = new ArrayList<>();
        List<String> readingRoles = new ArrayList<>();
        List<String> indirectlyReadingRoles = new ArrayList<>();
        readableNamesByRole.forEach((roleName, names) -> {
            if (names.contains(name)) {
                readingRoles.add(roleName);
            } else {
                String joinedViewNames = names.stream()
                        .filter(view -> readsFrom(view, name))
                        .map(this::formatName)
                        .collect(Collectors.joining(", "));
                if (!joinedViewNames.isEmpty()) {
                    indirectlyReadingRoles.add(roleName + " (" + joinedViewNames + ")");
                }
            }
        });
        addFact("Readable by", readingRoles, facts);
        addFact("Readable through views by", indirectlyReadingRoles, facts);
        addFact("Changed by", collectChangingRoles(name), facts);
        return facts;
    }

    private List<String> collectChangingRoles(ObjectName name) {
        SecuredObject securedTable = new SecuredObject(SecuredKind.TABLE, name.database(), name.name());
        List<String> changingRoles = new ArrayList<>();
        if (catalog.table(name.database(), name.name()).isPresent()) {
            for (String roleName : readableNamesByRole.keySet()) {
                String joinedPrivileges = SecuredKind.TABLE.privileges().stream()
                        .filter(CHANGE_PRIVILEGES::contains)
                        .filter(privilege -> catalog.roleHasPrivilege(roleName, privilege, securedTable))
                        .map(Privilege::sql)
                        .collect(Collectors.joining(", "));
                if (!joinedPrivileges.isEmpty()) {
                    changingRoles.add(roleName + " (" + joinedPrivileges + ")");
                }
            }
        }
        return changingRoles;
    }

    private boolean readsFrom(ObjectName viewName, ObjectName sourceName) {
        return SchemaObject.find(catalog, viewName)
                .filter(object -> object.baseRelations().stream()
                        .anyMatch(base -> !base.isDropped() && base.isNamed(sourceName.database(), sourceName.name())))
                .isPresent();
    }

    /** Returns the roles and privileges of a role, what it may read, and the holders of the role. */
    List<Fact> collectRoleFacts(Role role) {
        List<Fact> facts = new ArrayList<>();
        addFact("Includes", List.copyOf(role.parents()), facts);
        Map<SecuredObject, List<HeldPrivilege>> privilegesByObject = role.privileges().heldPrivileges().stream()
                .collect(Collectors.groupingBy(HeldPrivilege::object, LinkedHashMap::new, Collectors.toList()));
        Map<String, List<String>> objectsByPrivileges = new LinkedHashMap<>();
        privilegesByObject.forEach((object, heldPrivileges) -> objectsByPrivileges
                .computeIfAbsent(describePrivileges(heldPrivileges), key -> new ArrayList<>())
                .add(object.toString()));
        objectsByPrivileges.forEach((privileges, objects) -> addFact(privileges, objects, facts));
        addFact(
                "May read",
                readableNamesByRole.getOrDefault(role.name(), Set.of()).stream()
                        .map(this::formatName)
                        .toList(),
                facts);
        List<String> holders = new ArrayList<>();
        role.members().forEach(member -> holders.add(member.toString()));
        for (Role otherRole : catalog.roles().values()) {
            if (otherRole.parents().contains(role.name())) {
                holders.add("ROLE " + otherRole.name());
            }
        }
        addFact("Granted to", holders, facts);
        return facts;
    }

    private static String describePrivileges(List<HeldPrivilege> heldPrivileges) {
        return heldPrivileges.stream()
                .map(heldPrivilege ->
                        heldPrivilege.privilege().sql() + (heldPrivilege.hasGrantOption() ? " with grant option" : ""))
                .collect(Collectors.joining(", "));
    }

    private static void addFact(String label, List<String> values, List<Fact> facts) {
        if (!values.isEmpty()) {
            facts.add(Fact.of(label, String.join(", ", values)));
        }
    }

    private String formatName(ObjectName name) {
        return name.toSqlName(new Session(database)).toString();
    }

    /** Returns the statements that create a role and grant its privileges. */
    String renderStatements(Role role) {
        RolePlanner rolePlanner = new RolePlanner(new SecuredNames(new Session(database), false));
        Catalog roleCatalog = Catalog.EMPTY.withRole(role);
        List<AccessStatement> statements = new ArrayList<>(rolePlanner.planCreations(Catalog.EMPTY, roleCatalog));
        statements.addAll(rolePlanner.planChanges(Catalog.EMPTY, roleCatalog));
        return statements.stream().map(statement -> Sql.render(statement) + ";").collect(Collectors.joining("\n"));
    }
}
