package dev.cairn.processor.check.access;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.DeclaredRole;
import dev.cairn.processor.model.DeclaredRole.DeclaredGrant;
import dev.cairn.processor.model.DeclaredRole.GrantedObject;
import dev.cairn.processor.model.DeclaredRole.GrantedPrivilege;
import dev.cairn.processor.model.DeclaredRole.IncludedRole;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.Root;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.access.SecuredKind.Naming;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.Target;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Adds the roles of a schema to the catalog that its records declare, statement by statement. A grant that a server would refuse is
 * reported, and left out.
 */
public final class RoleCheck {
    private static final String REMEDY = "correct it, or declare the version of your servers in @Schema";

    private final Root root;
    private final Engine engine;
    private final Session session;
    private final RoleHierarchy hierarchy;
    private final Map<DeclaredRole, Findings> findings = new LinkedHashMap<>();
    private Catalog catalog;

    /** @param catalog the catalog with the objects of the schema */
    public RoleCheck(Root root, Engine engine, Session session, Catalog catalog) {
        this.root = root;
        this.engine = engine;
        this.session = session;
        this.catalog = catalog;
        this.hierarchy = new RoleHierarchy(root.roles());
        root.roles().forEach(role -> findings.put(role, new Findings()));
    }

    /** Returns the catalog with the roles, as far as they are free of errors. */
    public Catalog check() {
        List<DeclaredRole> created =
                root.roles().stream().filter(this::isCreated).toList();
        created.forEach(this::grant);
        created.forEach(role -> include(role, created));
        for (DeclaredRole role : created) {
            role.members().forEach(member -> apply(role, role.grantOf(member), member.place()));
        }
        for (DeclaredRole role : created) {
            new ReadableViews(root.profile(), catalog, session, role).check(of(role));
        }
        return catalog;
    }

    /** Returns the findings of each role. */
    public Map<DeclaredRole, Findings> findings() {
        return findings;
    }

    private Findings of(DeclaredRole role) {
        return Objects.requireNonNull(findings.get(role));
    }

    private boolean isCreated(DeclaredRole role) {
        return apply(role, role.creation(), Place.of(role.name().span()));
    }

    private boolean apply(DeclaredRole role, AccessStatement statement, Place place) {
        try {
            catalog = engine.apply(catalog, session, statement).catalog();
            return true;
        } catch (Refusal refusal) {
            of(role).add(
                            FindingCode.ROLE_REFUSED,
                            place,
                            root.profile().version(),
                            role.name(),
                            refusal.detail().replaceFirst("[.\\s]+$", ""),
                            REMEDY);
            return false;
        }
    }

    // Privileges on objects.

    private void grant(DeclaredRole role) {
        Set<String> granted = new HashSet<>();
        for (DeclaredGrant grant : role.grants()) {
            for (GrantedObject object : grant.objects()) {
                if (role.origin().shared() && !isOfSchema(object.target())) {
                    of(role).add(FindingCode.SHARED_GRANT, object.place(), object.written(), role.name());
                    continue;
                }
                checkDatabases(role, object);
                for (GrantedPrivilege privilege : grant.privileges()) {
                    if (isPossible(role, privilege, object) && isNew(role, privilege, object, granted)) {
                        grant(role, privilege.privilege(), object, grant.withGrantOption());
                    }
                }
            }
        }
    }

    /** Whether no other schema grants privileges on the same object. */
    private boolean isOfSchema(Target target) {
        if (target instanceof Target.All all) {
            return all.database() != null && isOfSchema(all.database());
        }
        if (target instanceof Target.Functions functions) {
            return functions.kind() == SecuredKind.FUNCTION;
        }
        return target instanceof Target.Named named
                && named.names().stream()
                        .allMatch(name -> named.kind() == SecuredKind.DATABASE
                                ? isOfSchema(name.lastPart())
                                : named.kind().naming() == Naming.IN_DATABASE
                                        && name.qualifier()
                                                .map(this::isOfSchema)
                                                .orElse(true));
    }

    private boolean isOfSchema(Name database) {
        return database.text().equals(Placeholder.DATABASE.toString())
                || catalog.database(database.text()).isPresent();
    }

    /** The compiler can't know whether the server has another database, but a misspelt name stops a migration halfway. */
    private void checkDatabases(DeclaredRole role, GrantedObject object) {
        for (Name database : databases(object.target())) {
            boolean listed = isOfSchema(database)
                    || root.declarations().stream()
                            .anyMatch(each -> ObjectName.of(each.name(), session)
                                    .database()
                                    .equals(database.text()));
            if (!listed && !SystemDatabases.contains(database.text())) {
                of(role).add(FindingCode.GRANT_DATABASE, object.place(), database, object.written(), root.name());
            }
        }
    }

    /** Returns the databases that a target names; those of external catalogs are left out. */
    private static List<Name> databases(Target target) {
        if (target instanceof Target.All all) {
            return all.database() == null ? List.of() : List.of(all.database());
        }
        if (target instanceof Target.Functions functions) {
            return functions.functions().stream()
                    .flatMap(function -> function.name().qualifier().stream())
                    .toList();
        }
        if (!(target instanceof Target.Named named)) {
            return List.of();
        }
        int database = named.kind() == SecuredKind.DATABASE ? 1 : 2;
        return named.kind() == SecuredKind.DATABASE || named.kind().naming() == Naming.IN_DATABASE
                ? named.names().stream()
                        .filter(name -> name.parts().size() == database)
                        .map(name -> name.parts().get(0))
                        .filter(name -> !name.text().equals(Target.Named.ALL))
                        .toList()
                : List.of();
    }

    private boolean isPossible(DeclaredRole role, GrantedPrivilege privilege, GrantedObject object) {
        SecuredKind kind = object.target().kind();
        if (privilege.privilege() == Privilege.ALL || kind.privileges().contains(privilege.privilege())) {
            return true;
        }
        String possible = kind.privileges().stream().map(Privilege::sql).collect(Collectors.joining(", "));
        of(role).add(
                        FindingCode.GRANT_PRIVILEGE,
                        privilege.place(),
                        privilege.privilege().sql(),
                        object.written(),
                        kind.sql().toLowerCase(Locale.ROOT),
                        possible);
        return false;
    }

    private boolean isNew(DeclaredRole role, GrantedPrivilege privilege, GrantedObject object, Set<String> granted) {
        boolean isNew = true;
        for (Privilege singlePrivilege : expand(privilege.privilege(), object.target())) {
            isNew &= granted.add(Sql.render(role.grantOf(List.of(singlePrivilege), object.target(), false)));
        }
        if (!isNew) {
            of(role).add(
                            FindingCode.REPEATED_GRANT,
                            object.place(),
                            privilege.privilege().sql(),
                            object.written(),
                            role.name());
        }
        return isNew;
    }

    private static List<Privilege> expand(Privilege privilege, Target target) {
        return privilege == Privilege.ALL ? target.kind().privileges() : List.of(privilege);
    }

    private void grant(DeclaredRole role, Privilege privilege, GrantedObject object, boolean withGrantOption) {
        Optional<SecuredObject> stub = stub(object.target());
        if (stub.isEmpty()) {
            apply(role, role.grantOf(List.of(privilege), object.target(), withGrantOption), object.place());
        } else if (isExternal(stub.get())) {
            of(role).add(FindingCode.EXTERNAL_GRANT, object.place(), object.written());
        } else {
            catalog.role(role.name().text())
                    .map(heldRole -> heldRole.with(heldRole.privileges()
                            .grant(stub.get(), expand(privilege, object.target()), withGrantOption)))
                    .ifPresent(heldRole -> catalog = catalog.with(heldRole));
        }
    }

    /** The object of a grant if the catalog has only a stub of it, because its record has errors or is external. */
    private Optional<SecuredObject> stub(Target target) {
        if (!(target instanceof Target.Named named) || named.kind().naming() != Naming.IN_DATABASE) {
            return Optional.empty();
        }
        ObjectName name = ObjectName.of(named.names().get(0), session);
        return catalog.external(null, name.database(), name.name())
                .map(external -> new SecuredObject(named.kind(), name.database(), name.name()));
    }

    private boolean isExternal(SecuredObject object) {
        return root.declarations().stream()
                .filter(declaration -> declaration.kind() == Kind.EXTERNAL)
                .map(declaration -> ObjectName.of(declaration.name(), session))
                .anyMatch(name ->
                        name.name().equals(object.name()) && name.database().equals(object.database()));
    }

    // Roles of roles.

    private void include(DeclaredRole role, List<DeclaredRole> created) {
        for (IncludedRole other : role.includes()) {
            JavaName type = other.type();
            if (type == null) {
                includeNamed(role, other);
                continue;
            }
            Optional<DeclaredRole> included = hierarchy.role(other);
            if (included.isEmpty()) {
                if (root.isComplete()) {
                    of(role).add(FindingCode.UNLISTED_ROLE, other.place(), type, root.name());
                }
                continue;
            }
            List<DeclaredRole> cycle = hierarchy.path(included.get(), role);
            if (cycle.isEmpty() && created.contains(included.get())) {
                apply(role, role.inclusionOf(other), other.place());
            } else if (!cycle.isEmpty() && hierarchy.isFirst(role, cycle)) {
                of(role).add(FindingCode.ROLE_CYCLE, other.place(), role.name(), RoleHierarchy.text(role, cycle));
            }
        }
    }

    private void includeNamed(DeclaredRole role, IncludedRole other) {
        Optional<DeclaredRole> ownRole = root.roles().stream()
                .filter(declared -> declared.name().equals(other.name()))
                .findFirst();
        if (ownRole.isPresent()) {
            of(role).add(
                            FindingCode.NAMED_ROLE,
                            other.place(),
                            other.name(),
                            ownRole.get().type());
        } else {
            apply(role, role.inclusionOf(other), other.place());
        }
    }
}
