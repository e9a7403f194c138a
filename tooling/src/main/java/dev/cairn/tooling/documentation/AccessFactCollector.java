package dev.cairn.tooling.documentation;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.GrantedPrivileges.HeldPrivilege;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.privilege.ReadAccess;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.role.RolePlanner;
import dev.cairn.plan.role.SecuredNames;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.tooling.documentation.SchemaDocument.Fact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Collects facts about the privileges to read and to change rows, for each object and each role. */
final class AccessFactCollector {
    private static final Set<Privilege> CHANGE_PRIVILEGES =
            Set.of(Privilege.INSERT, Privilege.UPDATE, Privilege.DELETE);

    private final Catalog catalog;
    private final Session session;
    /** The objects that each role may read with its own privileges or those of the roles that it includes. */
    private final Map<String, Set<ObjectName>> readableNamesByRole = new LinkedHashMap<>();

    /**
     * Creates a collector for the objects and roles of a catalog.
     *
     * @param database the database whose objects are shown without the name of the database
     */
    AccessFactCollector(ReaderGraph graph, String database) {
        this.catalog = graph.catalog();
        this.session = new Session(database);
        catalog.roles().values().forEach(role -> readableNamesByRole.put(role.name(), new TreeSet<>()));
        ReadAccess readAccess = new ReadAccess(graph.profile(), catalog);
        for (ObjectName name : SchemaObject.collectNames(catalog)) {
            for (String roleName : readAccess.findReaderRoleNames(name.database(), name.name())) {
                readableNamesByRole
                        .computeIfAbsent(roleName, key -> new TreeSet<>())
                        .add(name);
            }
        }
    }

    /** Returns the roles that may read an object, itself or through views, and the roles that may change its rows. */
    List<Fact> collectObjectFacts(ObjectName name) {
        List<Fact> facts = new ArrayList<>();
        List<String> readerLabels = new ArrayList<>();
        List<String> indirectReaderLabels = new ArrayList<>();
        readableNamesByRole.forEach((roleName, names) -> {
            if (names.contains(name)) {
                readerLabels.add(roleName);
            } else {
                String viewNameList = names.stream()
                        .filter(view -> readsFrom(view, name))
                        .map(this::formatName)
                        .collect(Collectors.joining(", "));
                if (!viewNameList.isEmpty()) {
                    indirectReaderLabels.add(roleName + " (" + viewNameList + ")");
                }
            }
        });
        addFact(facts, "Readable by", readerLabels);
        addFact(facts, "Readable through views by", indirectReaderLabels);
        addFact(facts, "Writable by", collectWriterLabels(name));
        return facts;
    }

    private List<String> collectWriterLabels(ObjectName name) {
        SecuredObject securedTable = new SecuredObject(SecuredKind.TABLE, name.database(), name.name());
        List<String> writerLabels = new ArrayList<>();
        if (catalog.findTable(name.database(), name.name()).isPresent()) {
            for (String roleName : readableNamesByRole.keySet()) {
                String privilegeList = SecuredKind.TABLE.privileges().stream()
                        .filter(CHANGE_PRIVILEGES::contains)
                        .filter(privilege -> catalog.roleHasPrivilege(roleName, privilege, securedTable))
                        .map(Privilege::sql)
                        .collect(Collectors.joining(", "));
                if (!privilegeList.isEmpty()) {
                    writerLabels.add(roleName + " (" + privilegeList + ")");
                }
            }
        }
        return writerLabels;
    }

    private boolean readsFrom(ObjectName viewName, ObjectName sourceName) {
        return SchemaObject.find(catalog, viewName)
                .filter(object -> object.baseRelations().stream()
                        .anyMatch(base -> !base.isDropped() && base.isNamed(sourceName.database(), sourceName.name())))
                .isPresent();
    }

    /**
     * Returns facts about the roles that a role includes, its privileges, the objects that it may read, and the holders
     * of the role.
     */
    List<Fact> collectRoleFacts(Role role) {
        List<Fact> facts = new ArrayList<>();
        addFact(facts, "Includes", List.copyOf(role.parents()));
        Map<SecuredObject, List<HeldPrivilege>> privilegesByObject = role.privileges().heldPrivileges().stream()
                .collect(Collectors.groupingBy(HeldPrivilege::object, LinkedHashMap::new, Collectors.toList()));
        Map<String, List<String>> objectNamesByPrivilegeText = new LinkedHashMap<>();
        privilegesByObject.forEach((object, heldPrivileges) -> objectNamesByPrivilegeText
                .computeIfAbsent(describePrivileges(heldPrivileges), key -> new ArrayList<>())
                .add(object.toString()));
        objectNamesByPrivilegeText.forEach((privilegeText, objectNames) -> addFact(facts, privilegeText, objectNames));
        addFact(
                facts,
                "May read",
                readableNamesByRole.getOrDefault(role.name(), Set.of()).stream()
                        .map(this::formatName)
                        .toList());
        List<String> holders = new ArrayList<>();
        role.members().forEach(member -> holders.add(member.toString()));
        for (Role otherRole : catalog.roles().values()) {
            if (otherRole.parents().contains(role.name())) {
                holders.add("ROLE " + otherRole.name());
            }
        }
        addFact(facts, "Granted to", holders);
        return facts;
    }

    private static String describePrivileges(List<HeldPrivilege> heldPrivileges) {
        return heldPrivileges.stream()
                .map(heldPrivilege ->
                        heldPrivilege.privilege().sql() + (heldPrivilege.hasGrantOption() ? " with grant option" : ""))
                .collect(Collectors.joining(", "));
    }

    private static void addFact(List<Fact> facts, String label, List<String> values) {
        if (!values.isEmpty()) {
            facts.add(Fact.of(label, String.join(", ", values)));
        }
    }

    private String formatName(ObjectName name) {
        return name.toSqlName(session).toString();
    }

    /** Returns the statements that create a role and grant its privileges. */
    String renderStatements(Role role) {
        RolePlanner rolePlanner = new RolePlanner(SecuredNames.ofDatabase(session));
        Catalog roleCatalog = Catalog.EMPTY.withRole(role);
        List<AccessStatement> statements = new ArrayList<>(rolePlanner.planCreations(Catalog.EMPTY, roleCatalog));
        statements.addAll(rolePlanner.planChanges(Catalog.EMPTY, roleCatalog));
        return statements.stream().map(statement -> Sql.render(statement) + ";").collect(Collectors.joining("\n"));
    }
}
