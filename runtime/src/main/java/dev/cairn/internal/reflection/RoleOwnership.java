package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.plan.part.GlobalParts;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.sql.ast.AccessStatement.CreateRole;
import dev.cairn.sql.ast.AccessStatement.DropRole;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.Name;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Determines whether a role of the server belongs to the schema alone. All databases of a server have the same roles,
 * so another schema, another database with the same schema, or an administrator may use a role of the same name.
 *
 * @param roleReflection reads the roles; each question about an existing role takes one statement for each user and
 *     each role
 */
public record RoleOwnership(RoleReflection roleReflection) {
    public static RoleOwnership forConnection(ServerConnection connection) {
        return new RoleOwnership(new RoleReflection(connection));
    }

    /**
     * Describes the parts and grantees that the roles of a statement already have on the server, and that a catalog
     * does not give them. Returns an empty list for shared roles, and for roles that the server does not have.
     *
     * @throws dev.cairn.internal.connection.ServerRefusalException if the user may not read roles
     */
    public List<String> describeExcess(CreateRole createRole, Catalog catalog) {
        return createRole.ifNotExists()
                ? List.of()
                : findExcessOfExistingRoles(createRole, catalog).orElse(List.of());
    }

    /** Like {@link #describeExcess}, but includes shared roles; empty if the server has none of the roles. */
    public Optional<List<String>> findExcessOfExistingRoles(CreateRole createRole, Catalog catalog) {
        List<String> existingNames = createRole.roles().stream()
                .map(Name::text)
                .filter(roleReflection.readCustomRoleNames()::contains)
                .toList();
        if (existingNames.isEmpty()) {
            return Optional.empty();
        }
        List<String> excessParts = new ArrayList<>();
        existingNames.forEach(roleName ->
                describeExcessParts(roleName, catalog).forEach(part -> excessParts.add(describePart(roleName, part))));
        return Optional.of(excessParts);
    }

    private List<String> describeExcessParts(String roleName, Catalog catalog) {
        Optional<Role> liveRole = roleReflection.readRole(roleName, List.of());
        if (liveRole.isEmpty()) {
            return List.of();
        }
        Role role = liveRole.get();
        List<String> memberDescriptions = new ArrayList<>();
        for (Grantee grantee : roleReflection.readGrantees(roleName)) {
            if (!(grantee instanceof Grantee.RoleGrantee inheritingRole)) {
                role = role.withMember(grantee);
            } else if (catalog.findRole(inheritingRole.name().text())
                    .filter(knownRole -> knownRole.parents().contains(roleName))
                    .isEmpty()) {
                memberDescriptions.add("member " + grantee);
            }
        }
        GlobalParts knownParts = GlobalParts.ofRole(catalog.findRole(roleName));
        List<String> excessParts = new ArrayList<>();
        GlobalParts.ofRole(Optional.of(role)).contents().forEach((part, content) -> {
            if (!content.equals(knownParts.contents().get(part))) {
                excessParts.add(part.kind() == ObjectPart.Kind.COMMENT ? part + " " + content : part.toString());
            }
        });
        excessParts.addAll(memberDescriptions);
        return excessParts;
    }

    /**
     * The use that others make of roles: what they have granted to the roles, and to whom they have granted the roles.
     *
     * @param descriptions the privileges of a role, and the roles of others that inherit it, in words
     * @param userNames the users to whom a role was granted
     */
    public record ForeignUse(List<String> descriptions, List<String> userNames) {}

    /**
     * Returns the privileges and the grantees of the roles that a statement drops, unless the catalog defines them.
     */
    public ForeignUse readForeignUse(DropRole dropRole, Catalog catalog) {
        List<String> descriptions = new ArrayList<>(describeForeignPrivileges(dropRole.roles(), catalog));
        List<String> userNames = new ArrayList<>();
        for (Name roleName : dropRole.roles()) {
            if (roleReflection.readCustomRoleNames().contains(roleName.text())) {
                addForeignGrantees(roleName.text(), catalog, descriptions, userNames);
            }
        }
        return new ForeignUse(descriptions, userNames);
    }

    /**
     * Describes the privileges and parents of live roles that a catalog does not give them. Privileges on objects in
     * the databases of the catalog are not included.
     */
    public List<String> describeForeignPrivileges(Collection<Name> roleNames, Catalog catalog) {
        List<String> descriptions = new ArrayList<>();
        roleNames.forEach(roleName -> roleReflection
                .readRole(roleName.text(), List.of())
                .ifPresent(liveRole -> describeForeignParts(liveRole, catalog)
                        .forEach(part -> descriptions.add(describePart(liveRole.name(), part)))));
        return descriptions;
    }

    private void addForeignGrantees(
            String roleName, Catalog catalog, List<String> descriptions, List<String> userNames) {
        for (Grantee grantee : roleReflection.readGrantees(roleName)) {
            if (!(grantee instanceof Grantee.RoleGrantee inheritingRole)) {
                if (catalog.findRole(roleName)
                        .filter(knownRole -> knownRole.members().contains(grantee))
                        .isEmpty()) {
                    userNames.add(grantee.toString());
                }
            } else if (catalog.findRole(inheritingRole.name().text()).isEmpty()) {
                descriptions.add(describePart(roleName, "member " + inheritingRole));
            }
        }
    }

    private static String describePart(String roleName, String part) {
        return "role " + roleName + ", " + part;
    }

    private static List<String> describeForeignParts(Role liveRole, Catalog catalog) {
        Role knownRole = catalog.findRole(liveRole.name()).orElse(Role.of(liveRole.name(), ""));
        List<String> partDescriptions = new ArrayList<>();
        for (GrantedPrivileges.HeldPrivilege heldPrivilege :
                liveRole.privileges().heldPrivileges()) {
            SecuredObject object = heldPrivilege.object();
            if (!RoleReflection.isInSchema(object, catalog, false)
                    && !knownRole.privileges().hasPrivilege(object, heldPrivilege.privilege())) {
                partDescriptions.add("privilege " + heldPrivilege);
            }
        }
        liveRole.parents().stream()
                .filter(parent -> !knownRole.parents().contains(parent))
                .forEach(parent -> partDescriptions.add("inherited role " + parent));
        return partDescriptions;
    }
}
