package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.access.ShowGrantsRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.ServerGrantReader.GrantHolder;
import dev.cairn.internal.reflection.ServerGrantReader.ShownGrant;
import dev.cairn.internal.reflection.show.ShownObjectReader;
import dev.cairn.plan.part.GlobalParts;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.AccessStatement.UserReference;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads roles of a server: one statement for the names of all roles, and one for each requested role. Other roles are
 * not read; users are read only to find whether they have an expected role. The names, the comments and the members are
 * read only once: to see later changes of them, create another object.
 */
public final class RoleReflection {
    private static final String MISSING_GRANT_REMEDY =
            ": grant the user the role user_admin, which may read and change roles (cairn grants lists what it needs)";
    private static final int COMMENT_COLUMN_INDEX = 2;

    private final ServerConnection connection;
    private final Map<Grantee, Set<String>> roleNamesByMember = new HashMap<>();
    private @Nullable Map<String, String> cachedCommentByRole;
    private @Nullable Map<String, List<Grantee>> cachedGranteesByRole;

    public RoleReflection(ServerConnection connection) {
        this.connection = connection;
    }

    /**
     * Reads the expected roles, and returns the schema with the ones that the server has, and with gaps for the ones
     * that can't be read. A member that can't be read although the rest of its role can is a gap, too, and the returned
     * role has it as expected.
     *
     * @throws dev.cairn.internal.connection.ConnectionLostException if the connection is lost
     */
    static LiveSchema readRoles(ServerConnection connection, LiveSchema liveSchema, Catalog expectedCatalog) {
        AccessControl accessControl = AccessControl.read(connection);
        List<ReflectionGap> gaps = new ArrayList<>(liveSchema.gaps());
        Catalog catalog = liveSchema.catalog();
        if (accessControl.isExternal()) {
            gaps.add(new ReflectionGap(AccessControl.ROLES_OBJECT, accessControl.describeExternalControl()));
            return liveSchema.withObjects(catalog.withRoles(expectedCatalog.roles()), gaps);
        }
        RoleReflection reflection = new RoleReflection(connection);
        for (Role role : expectedCatalog.roles().values()) {
            try {
                Optional<Role> liveRole = reflection.readRole(role.name(), role.members());
                if (liveRole.isPresent()) {
                    List<Grantee> unnamedMembers = role.members().stream()
                            .filter(RoleReflection::isUnnamed)
                            .toList();
                    unnamedMembers.forEach(member -> gaps.add(createMemberGap(role, member)));
                    catalog = catalog.withRole(
                            withMembers(restrictToSchema(liveRole.get(), role, liveSchema.catalog()), unnamedMembers));
                }
            } catch (ServerRefusalException refusal) {
                refusal.rethrowIfTransient();
                gaps.add(new ReflectionGap(
                        ObjectName.ofRole(role.name()),
                        refusal.reason() + (refusal.isAccessDenied() ? MISSING_GRANT_REMEDY : "")));
            } catch (SqlSyntaxException failure) {
                gaps.add(new ReflectionGap(ObjectName.ofRole(role.name()), ShownObjectReader.describeFailure(failure)));
            }
        }
        return liveSchema.withObjects(catalog, gaps);
    }

    /** Returns whether a member is a user whose placeholder has no value: a server can't be asked for its roles. */
    private static boolean isUnnamed(Grantee member) {
        return member instanceof Grantee.UserGrantee user && user.user() instanceof UserReference.PlaceholderUser;
    }

    private static ReflectionGap createMemberGap(Role role, Grantee member) {
        return new ReflectionGap(
                ObjectName.ofRole(role.name()),
                "whether " + member + " has this role is not compared, because the placeholder has no value");
    }

    private static Role withMembers(Role role, List<Grantee> members) {
        Role extendedRole = role;
        for (Grantee member : members) {
            extendedRole = extendedRole.withMember(member);
        }
        return extendedRole;
    }

    /**
     * Returns the role without the parts that do not belong to the schema: privileges on objects of other databases,
     * unless they are expected, and on temporary objects. Of a shared role, only the expected privileges outside of
     * databases and the expected inherited roles belong to the schema.
     */
    private static Role restrictToSchema(Role role, Role expectedRole, Catalog schemaCatalog) {
        Role schemaRole = role.withPrivileges(role.privileges()
                .filterObjects(object -> expectedRole.privileges().hasAnyPrivilege(object)
                        || (!isTemporary(object) && isInSchema(object, schemaCatalog, !expectedRole.isShared()))));
        if (!expectedRole.isShared()) {
            return schemaRole;
        }
        List<String> unexpectedParents = new ArrayList<>(schemaRole.parents());
        unexpectedParents.removeAll(expectedRole.parents());
        return schemaRole.withoutParents(unexpectedParents).withShared(true);
    }

    static boolean isTemporary(SecuredObject object) {
        String name = object.name();
        return object.database() != null
                && name != null
                && (TemporaryName.isStaging(name) || TemporaryName.isRetired(name));
    }

    /**
     * Returns whether an object is in a database of the schema.
     *
     * @param includesGlobalObjects the result for an object outside of databases
     */
    static boolean isInSchema(SecuredObject object, Catalog schemaCatalog, boolean includesGlobalObjects) {
        String databaseName = object.databaseName();
        return databaseName == null
                ? includesGlobalObjects
                : schemaCatalog.findDatabase(databaseName).isPresent();
    }

    /**
     * Reads a role; empty if the server does not have it.
     *
     * @param candidateMembers the users and groups to check; the ones that have the role become its members
     * @throws ServerRefusalException if the user may not read it
     * @throws SqlSyntaxException if the server shows something that can't be parsed
     */
    public Optional<Role> readRole(String roleName, Collection<Grantee> candidateMembers) {
        String comment = readCommentByRole().get(roleName);
        if (comment == null) {
            return Optional.empty();
        }
        Optional<List<ShownGrant>> shownGrants = ServerGrantReader.readGrants(connection, GrantHolder.ofRole(roleName));
        if (shownGrants.isEmpty()) {
            return Optional.empty();
        }
        GrantedPrivileges heldPrivileges = GrantedPrivileges.NONE;
        Role role = Role.of(roleName, comment);
        for (ShownGrant shownGrant : shownGrants.get()) {
            AccessStatement shownStatement = shownGrant.parse();
            if (shownStatement instanceof ChangeRoles changeRoles) {
                role = role.withAddedParents(
                        changeRoles.roles().stream().map(Name::text).toList());
            } else if (shownStatement instanceof ChangePrivileges changePrivileges) {
                heldPrivileges =
                        new ShowGrantsRow(changePrivileges, shownGrant.catalogName()).addPrivilegesTo(heldPrivileges);
            }
        }
        for (Grantee member : candidateMembers) {
            role = hasRole(member, roleName) ? role.withMember(member) : role;
        }
        return Optional.of(role.withPrivileges(heldPrivileges));
    }

    /**
     * Returns the users and roles to whom a role is granted. The first call takes one statement for each user and each
     * role.
     *
     * @throws ServerRefusalException if the user may not read them
     */
    public List<Grantee> readGrantees(String roleName) {
        if (cachedGranteesByRole == null) {
            cachedGranteesByRole = readGranteesByRole();
        }
        return cachedGranteesByRole.getOrDefault(roleName, List.of());
    }

    private Map<String, List<Grantee>> readGranteesByRole() {
        Map<String, List<Grantee>> granteesByRole = new HashMap<>();
        for (GrantHolder holder : ServerGrantReader.readHolders(connection)) {
            for (ShownGrant shownGrant :
                    ServerGrantReader.readGrants(connection, holder).orElse(List.of())) {
                if (shownGrant.parse() instanceof ChangeRoles grantedRoles) {
                    grantedRoles
                            .roles()
                            .forEach(role -> granteesByRole
                                    .computeIfAbsent(role.text(), ignored -> new ArrayList<>())
                                    .add(grantedRoles.grantee()));
                }
            }
        }
        return granteesByRole;
    }

    /** Returns the names of all roles that are not built in. */
    public Set<String> readCustomRoleNames() {
        Set<String> names = new HashSet<>(readCommentByRole().keySet());
        names.removeIf(Role::isBuiltIn);
        return names;
    }

    /** Returns the comments of all roles by their names. */
    private Map<String, String> readCommentByRole() {
        Map<String, String> commentByRole = cachedCommentByRole;
        if (commentByRole == null) {
            commentByRole = new TreeMap<>();
            for (List<@Nullable String> roleRow : connection.fetchRows("SHOW ROLES")) {
                String comment = roleRow.get(COMMENT_COLUMN_INDEX);
                commentByRole.put(Objects.requireNonNull(roleRow.get(0)), comment == null ? "" : comment);
            }
            cachedCommentByRole = commentByRole;
        }
        return commentByRole;
    }

    private boolean hasRole(Grantee member, String roleName) {
        return roleNamesByMember.computeIfAbsent(member, this::readRoleNames).contains(roleName);
    }

    private Set<String> readRoleNames(Grantee member) {
        Set<String> roleNames = new HashSet<>();
        if (isUnnamed(member)) {
            return roleNames;
        }
        String granteeSql =
                member instanceof Grantee.UserGrantee user ? user.user().toString() : member.toString();
        try {
            for (ShownGrant shownGrant : ServerGrantReader.readGrants(connection, granteeSql)) {
                if (shownGrant.parse() instanceof ChangeRoles grantedRoles) {
                    grantedRoles.roles().forEach(name -> roleNames.add(name.text()));
                }
            }
        } catch (ServerRefusalException refusal) {
            if (refusal.isAccessDenied() || refusal.transientError().isPresent()) {
                throw refusal;
            }
            // The user does not exist.
        }
        return roleNames;
    }

    /**
     * Returns whether the live roles have the state after a step, in the parts that the step changes.
     *
     * @param partsByRole the parts that the step changes, by role
     * @throws ServerRefusalException if the user may not read a role
     */
    public boolean hasStateAfter(
            Catalog catalogBefore,
            Catalog catalogAfter,
            Map<ObjectName, ? extends Collection<ObjectPart>> partsByRole) {
        return partsByRole.entrySet().stream().allMatch(entry -> {
            String name = entry.getKey().findRoleName().orElseThrow();
            Set<Grantee> members = new HashSet<>(
                    catalogBefore.findRole(name).map(Role::members).orElse(Set.of()));
            members.addAll(catalogAfter.findRole(name).map(Role::members).orElse(Set.of()));
            GlobalParts actualParts = GlobalParts.ofRole(readRole(name, members));
            GlobalParts expectedParts = GlobalParts.ofRole(catalogAfter.findRole(name));
            return entry.getValue().stream().allMatch(part -> actualParts.hasSamePart(expectedParts, part));
        });
    }
}
