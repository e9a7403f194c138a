package dev.cairn.processor.check.access;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredRole;
import dev.cairn.processor.model.DeclaredRole.DeclaredGrant;
import dev.cairn.processor.model.DeclaredRole.GrantedObject;
import dev.cairn.processor.model.DeclaredRole.GrantedPrivilege;
import dev.cairn.processor.model.DeclaredRole.IncludedRole;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.access.SecuredKind.Naming;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.GrantTarget;
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
 * Adds the roles of a schema to its declared catalog, statement by statement. It reports and omits the roles and grants
 * that a server would refuse, and the grants that a server accepts but that are mistakes, such as repeated ones. An
 * instance checks the roles once.
 */
public final class RoleCheck {
    private static final String REFUSAL_REMEDY = "correct it, or declare the version of your servers in @Schema";

    private final SchemaRoot root;
    private final Engine engine;
    private final Session session;
    private final RoleHierarchy hierarchy;
    private final Map<DeclaredRole, Findings> findingsByRole = new LinkedHashMap<>();
    private Catalog catalog;

    /** @param catalog the catalog with the objects of the schema */
    public RoleCheck(SchemaRoot root, Engine engine, Session session, Catalog catalog) {
        this.root = root;
        this.engine = engine;
        this.session = session;
        this.catalog = catalog;
        this.hierarchy = new RoleHierarchy(root.roles());
        root.roles().forEach(role -> findingsByRole.put(role, new Findings()));
    }

    /** Returns the catalog with the roles and grants that are free of errors. May be called only once. */
    public Catalog buildCatalog() {
        List<DeclaredRole> createdRoles =
                root.roles().stream().filter(this::tryCreateRole).toList();
        createdRoles.forEach(this::grantPrivileges);
        createdRoles.forEach(role -> includeRoles(role, createdRoles));
        for (DeclaredRole role : createdRoles) {
            role.members().forEach(member -> tryApply(role, role.createMemberGrant(member), member.place()));
        }
        for (DeclaredRole role : createdRoles) {
            new UnreadableViewCheck(root.checkedTarget(), catalog, session, role).check(requireFindings(role));
        }
        return catalog;
    }

    /** Returns the findings of each role of the schema; they are empty until {@link #buildCatalog} has been called. */
    public Map<DeclaredRole, Findings> findingsByRole() {
        return findingsByRole;
    }

    private Findings requireFindings(DeclaredRole role) {
        return Objects.requireNonNull(findingsByRole.get(role));
    }

    private boolean tryCreateRole(DeclaredRole role) {
        return tryApply(role, role.createRoleStatement(), Place.of(role.name().span()));
    }

    /** Applies a statement to the catalog and returns true; if the server would refuse it, reports this. */
    private boolean tryApply(DeclaredRole role, AccessStatement statement, Place place) {
        try {
            catalog = engine.apply(catalog, session, statement).catalog();
            return true;
        } catch (Refusal refusal) {
            requireFindings(role)
                    .add(
                            CompileRule.ROLE_REFUSED,
                            place,
                            root.checkedTarget().version(),
                            role.name(),
                            refusal.detailClause(),
                            REFUSAL_REMEDY);
            return false;
        }
    }

    private void grantPrivileges(DeclaredRole role) {
        Set<String> renderedGrants = new HashSet<>();
        for (DeclaredGrant grant : role.grants()) {
            for (GrantedObject grantedObject : grant.objects()) {
                if (role.origin().isShared() && !belongsToSchema(grantedObject.target())) {
                    requireFindings(role)
                            .add(
                                    CompileRule.SHARED_GRANT,
                                    grantedObject.place(),
                                    grantedObject.writtenText(),
                                    role.name());
                    continue;
                }
                checkDatabases(role, grantedObject);
                for (GrantedPrivilege grantedPrivilege : grant.privileges()) {
                    if (verifyPrivilege(role, grantedPrivilege, grantedObject)
                            && verifyNotRepeated(role, grantedPrivilege, grantedObject, renderedGrants)) {
                        grantPrivilege(role, grantedPrivilege.privilege(), grantedObject, grant.hasGrantOption());
                    }
                }
            }
        }
    }

    /** Returns whether the target belongs to this schema, so that no other schema grants privileges on it. */
    private boolean belongsToSchema(GrantTarget target) {
        if (target instanceof GrantTarget.AllObjects allObjects) {
            return allObjects.database() != null && belongsToSchema(allObjects.database());
        }
        if (target instanceof GrantTarget.NamedFunctions namedFunctions) {
            return namedFunctions.kind() == SecuredKind.FUNCTION;
        }
        return target instanceof GrantTarget.NamedObjects namedObjects
                && namedObjects.names().stream()
                        .allMatch(name -> namedObjects.kind() == SecuredKind.DATABASE
                                ? belongsToSchema(name.lastPart())
                                : namedObjects.kind().naming() == Naming.IN_DATABASE
                                        && name.qualifier()
                                                .map(this::belongsToSchema)
                                                .orElse(true));
    }

    private boolean belongsToSchema(Name databaseName) {
        return databaseName.text().equals(Placeholder.DATABASE.toString())
                || catalog.findDatabase(databaseName.text()).isPresent();
    }

    /**
     * Reports databases that the schema does not know. Their names may be misspelled, and a server would then refuse
     * the grant in the middle of the migration.
     */
    private void checkDatabases(DeclaredRole role, GrantedObject grantedObject) {
        for (Name databaseName : findDatabaseNames(grantedObject.target())) {
            boolean isKnownDatabase = belongsToSchema(databaseName)
                    || root.declarations().stream()
                            .anyMatch(declaration -> ObjectName.resolve(declaration.name(), session)
                                    .database()
                                    .equals(databaseName.text()));
            if (!isKnownDatabase && !SystemDatabases.contains(databaseName.text())) {
                requireFindings(role)
                        .add(
                                CompileRule.GRANT_DATABASE,
                                grantedObject.place(),
                                databaseName,
                                grantedObject.writtenText(),
                                root.name());
            }
        }
    }

    /** Returns the databases that a target names, except those of external catalogs. */
    private static List<Name> findDatabaseNames(GrantTarget target) {
        if (target instanceof GrantTarget.AllObjects allObjects) {
            return allObjects.database() == null ? List.of() : List.of(allObjects.database());
        }
        if (target instanceof GrantTarget.NamedFunctions namedFunctions) {
            return namedFunctions.functions().stream()
                    .flatMap(function -> function.name().qualifier().stream())
                    .toList();
        }
        if (!(target instanceof GrantTarget.NamedObjects namedObjects)) {
            return List.of();
        }
        int partCount = namedObjects.kind() == SecuredKind.DATABASE ? 1 : 2;
        return namedObjects.kind() == SecuredKind.DATABASE
                        || namedObjects.kind().naming() == Naming.IN_DATABASE
                ? namedObjects.names().stream()
                        .filter(name -> name.parts().size() == partCount)
                        .map(name -> name.parts().get(0))
                        .filter(name -> !name.text().equals(GrantTarget.NamedObjects.WILDCARD))
                        .toList()
                : List.of();
    }

    /** Returns whether the privilege can be granted on the kind of object; reports it otherwise. */
    private boolean verifyPrivilege(DeclaredRole role, GrantedPrivilege grantedPrivilege, GrantedObject grantedObject) {
        SecuredKind kind = grantedObject.target().kind();
        if (grantedPrivilege.privilege() == Privilege.ALL || kind.privileges().contains(grantedPrivilege.privilege())) {
            return true;
        }
        String grantablePrivileges =
                kind.privileges().stream().map(Privilege::sql).collect(Collectors.joining(", "));
        requireFindings(role)
                .add(
                        CompileRule.GRANT_PRIVILEGE,
                        grantedPrivilege.place(),
                        grantedPrivilege.privilege().sql(),
                        grantedObject.writtenText(),
                        kind.sql().toLowerCase(Locale.ROOT),
                        grantablePrivileges);
        return false;
    }

    /**
     * Returns whether no earlier grant gives the role the privilege, and reports it otherwise. The SQL of the grant is
     * added to the set of grants.
     */
    private boolean verifyNotRepeated(
            DeclaredRole role,
            GrantedPrivilege grantedPrivilege,
            GrantedObject grantedObject,
            Set<String> renderedGrants) {
        boolean isNew = true;
        for (Privilege singlePrivilege : expandPrivilege(grantedPrivilege.privilege(), grantedObject.target())) {
            isNew &= renderedGrants.add(
                    Sql.render(role.createPrivilegeGrant(List.of(singlePrivilege), grantedObject.target(), false)));
        }
        if (!isNew) {
            requireFindings(role)
                    .add(
                            CompileRule.REPEATED_GRANT,
                            grantedObject.place(),
                            grantedPrivilege.privilege().sql(),
                            grantedObject.writtenText(),
                            role.name());
        }
        return isNew;
    }

    /** Returns the privileges for which ALL stands on the target; any other privilege stands for itself. */
    private static List<Privilege> expandPrivilege(Privilege privilege, GrantTarget target) {
        return privilege == Privilege.ALL ? target.kind().privileges() : List.of(privilege);
    }

    /**
     * Grants a privilege in the catalog, and reports a grant on an external object. The engine does not find the stub
     * of a view, so a grant on any stub is entered into the catalog directly.
     */
    private void grantPrivilege(
            DeclaredRole role, Privilege privilege, GrantedObject grantedObject, boolean hasGrantOption) {
        Optional<SecuredObject> stub = findStub(grantedObject.target());
        if (stub.isEmpty()) {
            tryApply(
                    role,
                    role.createPrivilegeGrant(List.of(privilege), grantedObject.target(), hasGrantOption),
                    grantedObject.place());
        } else if (isExternal(stub.get())) {
            requireFindings(role).add(CompileRule.EXTERNAL_GRANT, grantedObject.place(), grantedObject.writtenText());
        } else {
            catalog.findRole(role.name().text())
                    .map(catalogRole -> catalogRole.withPrivileges(catalogRole
                            .privileges()
                            .grant(stub.get(), expandPrivilege(privilege, grantedObject.target()), hasGrantOption)))
                    .ifPresent(extendedRole -> catalog = catalog.withRole(extendedRole));
        }
    }

    /**
     * Returns the object of a grant if the catalog has only a stub of it, because its record has errors or is external.
     */
    private Optional<SecuredObject> findStub(GrantTarget target) {
        if (!(target instanceof GrantTarget.NamedObjects namedObjects)
                || namedObjects.kind().naming() != Naming.IN_DATABASE) {
            return Optional.empty();
        }
        ObjectName objectName = ObjectName.resolve(namedObjects.names().get(0), session);
        return catalog.findExternalObject(null, objectName.database(), objectName.name())
                .map(externalObject ->
                        new SecuredObject(namedObjects.kind(), objectName.database(), objectName.name()));
    }

    private boolean isExternal(SecuredObject securedObject) {
        return root.declarations().stream()
                .filter(declaration -> declaration.kind() == Kind.EXTERNAL)
                .map(declaration -> ObjectName.resolve(declaration.name(), session))
                .anyMatch(objectName -> objectName.name().equals(securedObject.name())
                        && objectName.database().equals(securedObject.database()));
    }

    /**
     * Grants the included roles to a role, and reports unlisted roles and cycles. A role that could not be created is
     * skipped, because its own mistake has been reported.
     */
    private void includeRoles(DeclaredRole role, List<DeclaredRole> createdRoles) {
        for (IncludedRole includedRole : role.includedRoles()) {
            JavaClassName roleType = includedRole.typeName();
            if (roleType == null) {
                includeNamedRole(role, includedRole);
                continue;
            }
            Optional<DeclaredRole> schemaRole = hierarchy.findRole(includedRole);
            if (schemaRole.isEmpty()) {
                if (root.hasAllEntries()) {
                    requireFindings(role).add(CompileRule.UNLISTED_ROLE, includedRole.place(), roleType, root.name());
                }
                continue;
            }
            List<DeclaredRole> cycle = hierarchy.findPath(schemaRole.get(), role);
            if (cycle.isEmpty() && createdRoles.contains(schemaRole.get())) {
                tryApply(role, role.createInclusionGrant(includedRole), includedRole.place());
            } else if (!cycle.isEmpty() && hierarchy.isFirstOf(role, cycle)) {
                requireFindings(role)
                        .add(
                                CompileRule.ROLE_CYCLE,
                                includedRole.place(),
                                role.name(),
                                RoleHierarchy.formatCycle(role, cycle));
            }
        }
    }

    private void includeNamedRole(DeclaredRole role, IncludedRole includedRole) {
        Optional<DeclaredRole> schemaRole = root.roles().stream()
                .filter(declaredRole -> declaredRole.name().equals(includedRole.name()))
                .findFirst();
        if (schemaRole.isPresent()) {
            requireFindings(role)
                    .add(
                            CompileRule.NAMED_ROLE,
                            includedRole.place(),
                            includedRole.name(),
                            schemaRole.get().typeName());
        } else {
            tryApply(role, role.createInclusionGrant(includedRole), includedRole.place());
        }
    }
}
