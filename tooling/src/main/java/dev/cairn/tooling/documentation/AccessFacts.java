package dev.cairn.tooling.documentation;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.analysis.source.Dependency;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.DirectPrivileges.HeldPrivilege;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.privilege.RequiredPrivileges;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.role.RolePlanning;
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

/** Who may read and change what, by object and by role. */
final class AccessFacts {
    private static final Set<Privilege> CHANGES = Set.of(Privilege.INSERT, Privilege.UPDATE, Privilege.DELETE);

    private final ServerProfile profile;
    private final Catalog catalog;
    private final String database;
    /** The objects that each role may read, itself or through the roles that it includes. */
    private final Map<String, Set<ObjectName>> readable = new LinkedHashMap<>();

    /** @param database the database whose objects are displayed without its name */
    AccessFacts(ReaderGraph graph, String database) {
        this.profile = graph.profile();
        this.catalog = graph.catalog();
        this.database = database;
        for (Role role : catalog.roles().values()) {
            Set<ObjectName> names = new TreeSet<>();
            for (ObjectName name : SchemaObject.names(catalog)) {
                if (mayRead(role.name(), name)) {
                    names.add(name);
                }
            }
            readable.put(role.name(), names);
        }
    }

    /** Whether a role may query an object. A view with SECURITY INVOKER also needs privileges on its sources. */
    private boolean mayRead(String role, ObjectName name) {
        Dependency object = new Dependency(
                new CatalogSources(profile, catalog).find(null, name.database(), name.name(), Span.NONE),
                true,
                List.of());
        return new RequiredPrivileges(profile, catalog, name.database())
                .readRequirements(List.of(object)).stream()
                        .map(required -> required.object())
                        .filter(required -> required.database() != null
                                && catalog.database(required.database()).isPresent())
                        .allMatch(required -> catalog.roleHasPrivilege(role, Privilege.SELECT, required));
    }

    /** Returns the roles that may read an object, itself or through views, and those that may change its rows. */
    List<Fact> factsAbout(ObjectName name) {
        List<Fact> facts = new ArrayList<>();
        List<String> direct = new ArrayList<>();
        List<String> through = new ArrayList<>();
        readable.forEach((role, names) -> {
            if (names.contains(name)) {
                direct.add(role);
            } else {
                String views = names.stream()
                        .filter(view -> readsFrom(view, name))
                        .map(this::displayName)
                        .collect(Collectors.joining(", "));
                if (!views.isEmpty()) {
                    through.add(role + " (" + views + ")");
                }
            }
        });
        addFact("Readable by", direct, facts);
        addFact("Readable through views by", through, facts);
        addFact("Changed by", rolesThatMayChange(name), facts);
        return facts;
    }

    private List<String> rolesThatMayChange(ObjectName name) {
        SecuredObject table = new SecuredObject(SecuredKind.TABLE, name.database(), name.name());
        List<String> changing = new ArrayList<>();
        if (catalog.table(name.database(), name.name()).isPresent()) {
            for (String role : readable.keySet()) {
                String privileges = SecuredKind.TABLE.privileges().stream()
                        .filter(CHANGES::contains)
                        .filter(privilege -> catalog.roleHasPrivilege(role, privilege, table))
                        .map(Privilege::sql)
                        .collect(Collectors.joining(", "));
                if (!privileges.isEmpty()) {
                    changing.add(role + " (" + privileges + ")");
                }
            }
        }
        return changing;
    }

    private boolean readsFrom(ObjectName view, ObjectName name) {
        return SchemaObject.find(catalog, view)
                .filter(object -> object.baseRelations().stream()
                        .anyMatch(base -> !base.isDropped() && base.isNamed(name.database(), name.name())))
                .isPresent();
    }

    /** Returns the roles and privileges of a role, what it may read, and the holders of the role. */
    List<Fact> factsAbout(Role role) {
        List<Fact> facts = new ArrayList<>();
        addFact("Includes", List.copyOf(role.parents()), facts);
        Map<SecuredObject, List<HeldPrivilege>> byObject = role.privileges().entries().stream()
                .collect(Collectors.groupingBy(HeldPrivilege::object, LinkedHashMap::new, Collectors.toList()));
        Map<String, List<String>> byPrivileges = new LinkedHashMap<>();
        byObject.forEach((object, held) -> byPrivileges
                .computeIfAbsent(describePrivileges(held), first -> new ArrayList<>())
                .add(object.toString()));
        byPrivileges.forEach((privileges, objects) -> addFact(privileges, objects, facts));
        addFact(
                "May read",
                readable.getOrDefault(role.name(), Set.of()).stream()
                        .map(this::displayName)
                        .toList(),
                facts);
        List<String> holders = new ArrayList<>();
        role.members().forEach(member -> holders.add(member.toString()));
        for (Role other : catalog.roles().values()) {
            if (other.parents().contains(role.name())) {
                holders.add("ROLE " + other.name());
            }
        }
        addFact("Granted to", holders, facts);
        return facts;
    }

    private static String describePrivileges(List<HeldPrivilege> held) {
        return held.stream()
                .map(one -> one.privilege().sql() + (one.withGrantOption() ? " with grant option" : ""))
                .collect(Collectors.joining(", "));
    }

    private static void addFact(String label, List<String> values, List<Fact> facts) {
        if (!values.isEmpty()) {
            facts.add(Fact.of(label, String.join(", ", values)));
        }
    }

    private String displayName(ObjectName name) {
        return name.toSqlName(new Session(database)).toString();
    }

    /** Returns the statements that create a role and grant it what it holds. */
    String renderStatements(Role role) {
        RolePlanning planning = new RolePlanning(new SecuredNames(new Session(database), false));
        Catalog alone = Catalog.EMPTY.withRole(role);
        List<AccessStatement> statements = new ArrayList<>(planning.planCreations(Catalog.EMPTY, alone));
        statements.addAll(planning.planChanges(Catalog.EMPTY, alone));
        return statements.stream().map(statement -> Sql.render(statement) + ";").collect(Collectors.joining("\n"));
    }
}
