package dev.cairn.embedded.account;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * A role.
 *
 * @param parents the roles from which this role inherits privileges
 */
record Role(String name, boolean builtIn, String comment, Grants grants, List<String> parents) {
    /** The role that has all privileges on all objects. */
    static final String ROOT = "root";

    Role {
        parents = List.copyOf(parents);
    }

    static Role of(String name, String comment) {
        return new Role(name, false, comment, Grants.NONE, List.of());
    }

    /** Returns the roles that every server has. */
    static List<Role> ofEveryServer() {
        return List.of(
                builtIn(ROOT, "built-in root role which has all privileges on all objects", Grants.NONE),
                builtIn("db_admin", "built-in database administration role", ofDatabases()),
                builtIn("cluster_admin", "built-in cluster administration role", ofSystem(Privilege.NODE)),
                builtIn("user_admin", "built-in user administration role", ofSystem(Privilege.GRANT)),
                builtIn("security_admin", "built-in security administration role", ofSystem(Privilege.SECURITY)),
                builtIn("public", "built-in public role which is owned by any user", Grants.NONE));
    }

    private static Role builtIn(String name, String comment, Grants grants) {
        return new Role(name, true, comment, grants, List.of());
    }

    private static Grants ofDatabases() {
        Grants grants = Grants.NONE;
        for (ObjectKind kind : ObjectKind.values()) {
            if (kind != ObjectKind.SYSTEM) {
                GrantTarget all = GrantTarget.of(kind, GrantTarget.ANY, GrantTarget.ANY);
                grants = grants.with(all, EnumSet.copyOf(kind.privileges()), false);
            }
        }
        return grants;
    }

    private static Grants ofSystem(Privilege privilege) {
        return Grants.NONE.with(GrantTarget.SYSTEM, EnumSet.of(privilege), false);
    }

    Role with(Grants newGrants) {
        return new Role(name, builtIn, comment, newGrants, parents);
    }

    Role with(List<String> newParents) {
        return new Role(name, builtIn, comment, grants, newParents);
    }

    Role commented(String newComment) {
        return new Role(name, builtIn, newComment, grants, parents);
    }

    static List<String> added(List<String> roles, List<String> more) {
        List<String> all = new ArrayList<>(roles);
        more.stream().filter(role -> !all.contains(role)).forEach(all::add);
        return all;
    }

    static List<String> removed(List<String> roles, List<String> fewer) {
        return roles.stream().filter(role -> !fewer.contains(role)).toList();
    }
}
