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
 * Finds out whether a role of the server is the schema's alone. All databases of a server have the same roles, so another schema,
 * another database with the same schema, or an administrator may use a role of the same name.
 *
 * @param roles reads them; each question takes one statement for each user and each role if the role exists
 */
public record RoleOwnership(RoleReflection roles) {
    public static RoleOwnership of(ServerConnection connection) {
        return new RoleOwnership(new RoleReflection(connection));
    }

    /**
     * Returns what the roles that a statement creates have already, and to whom they are granted, beyond what they have in a
     * catalog, in words; nothing for shared roles, and for those that the server does not have.
     *
     * @throws dev.cairn.internal.connection.ServerRefusalException if the user may not read roles
     */
    public List<String> findExcess(CreateRole create, Catalog catalog) {
        return create.ifNotExists() ? List.of() : findExisting(create, catalog).orElse(List.of());
    }

    /** Like {@link #findExcess}, but also of shared roles; empty if the server has none of the roles. */
    public Optional<List<String>> findExisting(CreateRole create, Catalog catalog) {
        List<String> existing = create.roles().stream()
                .map(Name::text)
                .filter(roles.readNames()::contains)
                .toList();
        if (existing.isEmpty()) {
            return Optional.empty();
        }
        List<String> beyond = new ArrayList<>();
        existing.forEach(role -> findExcess(role, catalog).forEach(part -> beyond.add(part(role, part))));
        return Optional.of(beyond);
    }

    private List<String> findExcess(String name, Catalog catalog) {
        Optional<Role> foundRole = roles.readRole(name, List.of());
        if (foundRole.isEmpty()) {
            return List.of();
        }
        Role role = foundRole.get();
        List<String> heirs = new ArrayList<>();
        for (Grantee holder : roles.readHolders(name)) {
            if (!(holder instanceof Grantee.RoleGrantee heir)) {
                role = role.withMember(holder);
            } else if (catalog.role(heir.name().text())
                    .filter(knownRole -> knownRole.parents().contains(name))
                    .isEmpty()) {
                heirs.add("member " + holder);
            }
        }
        GlobalParts knownParts = GlobalParts.ofRole(catalog.role(name));
        List<String> beyond = new ArrayList<>();
        GlobalParts.ofRole(Optional.of(role)).contents().forEach((part, content) -> {
            if (!content.equals(knownParts.content(part))) {
                beyond.add(part.kind() == ObjectPart.Kind.COMMENT ? part + " " + content : part.toString());
            }
        });
        beyond.addAll(heirs);
        return beyond;
    }

    /**
     * The rights and holders of roles that others have granted.
     *
     * @param rights what a role has, and roles of others that inherit it, in words
     * @param users the users to whom a role was granted
     */
    public record ForeignUse(List<String> rights, List<String> users) {}

    /** Returns the rights of roles that a statement drops, and who has the roles, unless a catalog has that. */
    public ForeignUse findForeignUse(DropRole drop, Catalog catalog) {
        ForeignUse others = new ForeignUse(findRights(drop.roles(), catalog), new ArrayList<>());
        for (Name role : drop.roles()) {
            if (roles.readNames().contains(role.text())) {
                addHolders(role.text(), catalog, others);
            }
        }
        return others;
    }

    /** Returns what roles have outside of the databases of a catalog, and not in the catalog, in words. */
    public List<String> findRights(Collection<Name> names, Catalog catalog) {
        List<String> rights = new ArrayList<>();
        names.forEach(role -> roles.readRole(role.text(), List.of())
                .ifPresent(live ->
                        findForeignPrivileges(live, catalog).forEach(part -> rights.add(part(live.name(), part)))));
        return rights;
    }

    private void addHolders(String role, Catalog catalog, ForeignUse others) {
        for (Grantee holder : roles.readHolders(role)) {
            if (!(holder instanceof Grantee.RoleGrantee heir)) {
                if (catalog.role(role)
                        .filter(knownRole -> knownRole.members().contains(holder))
                        .isEmpty()) {
                    others.users.add(holder.toString());
                }
            } else if (catalog.role(heir.name().text()).isEmpty()) {
                others.rights.add(part(role, "member " + heir));
            }
        }
    }

    private static String part(String role, String part) {
        return "role " + role + ", " + part;
    }

    private static List<String> findForeignPrivileges(Role live, Catalog catalog) {
        Role knownRole = catalog.role(live.name()).orElse(Role.of(live.name(), ""));
        List<String> others = new ArrayList<>();
        for (DirectPrivileges.HeldPrivilege held : live.privileges().entries()) {
            SecuredObject object = held.object();
            if (!RoleReflection.isOf(object, catalog, false)
                    && !knownRole.privileges().has(object, held.privilege())) {
                others.add("privilege " + held);
            }
        }
        live.parents().stream()
                .filter(parent -> !knownRole.parents().contains(parent))
                .forEach(parent -> others.add("inherited role " + parent));
        return others;
    }
}
