package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.DirectPrivileges;
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
 * Finds out whether a role of the server is the schema's alone. All databases of a server have the same roles, so
 * another schema, another database with the same schema, or an administrator may use a role of the same name.
 *
 * @param roles reads them; each question takes one statement for each user and each role if the role exists
 */
public record RoleOwnership(RoleReflection roles) {
    public static RoleOwnership forConnection(ServerConnection connection) {
        return new RoleOwnership(new RoleReflection(connection));
    }

    /**
     * Returns what the roles that a statement creates have already, and to whom they are granted, beyond what they have
     * in a catalog, in words; nothing for shared roles, and for those that the server does not have.
     *
     * @throws dev.cairn.internal.connection.ServerRefusalException if the user may not read roles
     */
    public List<String> findExcess(CreateRole create, Catalog catalog) {
        return create.ifNotExists() ? List.of() : findExisting(create, catalog).orElse(List.of());
    }

    /** Like {@link #findExcess}, but also of shared roles; empty if the server has none of the roles. */
    public Optional<List<String>> findExisting(CreateRole create, Catalog catalog) {
        List<String> existingNames = create.roles().stream()
                .map(Name::text)
                .filter(roles.readNames()::contains)
                .toList();
        if (existingNames.isEmpty()) {
            return Optional.empty();
        }
        List<String> excess = new ArrayList<>();
        existingNames.forEach(
                role -> findExcessOfRole(role, catalog).forEach(part -> excess.add(describePart(role, part))));
        return Optional.of(excess);
    }

    private List<String> findExcessOfRole(String name, Catalog catalog) {
        Optional<Role> foundRole = roles.readRole(name, List.of());
        if (foundRole.isEmpty()) {
            return List.of();
        }
        Role role = foundRole.get();
        List<String> inheritingRoles = new ArrayList<>();
        for (Grantee holder : roles.readHolders(name)) {
            if (!(holder instanceof Grantee.RoleGrantee heir)) {
                role = role.withMember(holder);
            } else if (catalog.role(heir.name().text())
                    .filter(knownRole -> knownRole.parents().contains(name))
                    .isEmpty()) {
                inheritingRoles.add("member " + holder);
            }
        }
        GlobalParts knownParts = GlobalParts.ofRole(catalog.role(name));
        List<String> excess = new ArrayList<>();
        GlobalParts.ofRole(Optional.of(role)).contents().forEach((part, content) -> {
            if (!content.equals(knownParts.contents().get(part))) {
                excess.add(part.kind() == ObjectPart.Kind.COMMENT ? part + " " + content : part.toString());
            }
        });
        excess.addAll(inheritingRoles);
        return excess;
    }

    /**
     * The rights and holders of roles that others have granted.
     *
     * @param rights the rights of a role, and the roles of others that inherit it, in words
     * @param users the users to whom a role was granted
     */
    public record ForeignUse(List<String> rights, List<String> users) {}

    /**
     * Returns the rights and the members of the roles that a statement drops, except for roles that a catalog defines.
     */
    public ForeignUse findForeignUse(DropRole drop, Catalog catalog) {
        ForeignUse foreignUse = new ForeignUse(findRights(drop.roles(), catalog), new ArrayList<>());
        for (Name role : drop.roles()) {
            if (roles.readNames().contains(role.text())) {
                addHolders(role.text(), catalog, foreignUse);
            }
        }
        return foreignUse;
    }

    /** Describes the rights of roles outside of the databases of a catalog that the catalog does not contain. */
    public List<String> findRights(Collection<Name> names, Catalog catalog) {
        List<String> rights = new ArrayList<>();
        names.forEach(role -> roles.readRole(role.text(), List.of())
                .ifPresent(liveRole -> findForeignPrivileges(liveRole, catalog)
                        .forEach(part -> rights.add(describePart(liveRole.name(), part)))));
        return rights;
    }

    private void addHolders(String role, Catalog catalog, ForeignUse foreignUse) {
        for (Grantee holder : roles.readHolders(role)) {
            if (!(holder instanceof Grantee.RoleGrantee heir)) {
                if (catalog.role(role)
                        .filter(knownRole -> knownRole.members().contains(holder))
                        .isEmpty()) {
                    foreignUse.users.add(holder.toString());
                }
            } else if (catalog.role(heir.name().text()).isEmpty()) {
                foreignUse.rights.add(describePart(role, "member " + heir));
            }
        }
    }

    private static String describePart(String role, String part) {
        return "role " + role + ", " + part;
    }

    private static List<String> findForeignPrivileges(Role liveRole, Catalog catalog) {
        Role knownRole = catalog.role(liveRole.name()).orElse(Role.of(liveRole.name(), ""));
        List<String> foreignPrivileges = new ArrayList<>();
        for (DirectPrivileges.HeldPrivilege heldPrivilege :
                liveRole.privileges().heldPrivileges()) {
            SecuredObject object = heldPrivilege.object();
            if (!RoleReflection.isInSchema(object, catalog, false)
                    && !knownRole.privileges().hasPrivilege(object, heldPrivilege.privilege())) {
                foreignPrivileges.add("privilege " + heldPrivilege);
            }
        }
        liveRole.parents().stream()
                .filter(parent -> !knownRole.parents().contains(parent))
                .forEach(parent -> foreignPrivileges.add("inherited role " + parent));
        return foreignPrivileges;
    }
}
