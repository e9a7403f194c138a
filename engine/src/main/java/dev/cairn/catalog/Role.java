package dev.cairn.catalog;

import dev.cairn.sql.ast.AccessStatement.Grantee;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A role with the privileges that were granted to it directly, without those that it inherits from its parents.
 *
 * @param parents the roles that were granted to this role, which inherits their privileges
 * @param privileges the privileges that were granted to the role itself
 * @param members the users and groups that have the role; in the catalog of a server, only the requested ones
 * @param isShared whether several schemas declare parts of this role
 */
public record Role(
        String name,
        String comment,
        SortedSet<String> parents,
        GrantedPrivileges privileges,
        Set<Grantee> members,
        boolean isShared) {
    /** The role that has all privileges on all objects. */
    public static final String ROOT = "root";

    public static final String DB_ADMIN = "db_admin";
    public static final String CLUSTER_ADMIN = "cluster_admin";
    public static final String USER_ADMIN = "user_admin";
    public static final String SECURITY_ADMIN = "security_admin";

    /** The role that every user and every other role has. */
    public static final String PUBLIC = "public";

    /** Descriptions of the roles that every server has, which continue "the role x, which", by the name of the role. */
    private static final Map<String, String> DESCRIPTION_BY_BUILT_IN_ROLE = Map.of(
            ROOT,
            "has every privilege",
            DB_ADMIN,
            "has every privilege on all catalogs, databases, tables and views",
            CLUSTER_ADMIN,
            "manages the nodes and the warehouses",
            USER_ADMIN,
            "creates users and grants every privilege",
            SECURITY_ADMIN,
            "has SECURITY and OPERATE on the system",
            PUBLIC,
            "every user and every role has");

    public Role {
        parents = Collections.unmodifiableSortedSet(new TreeSet<>(parents));
        members = Collections.unmodifiableSet(new LinkedHashSet<>(members));
    }

    /** Returns whether every server has the role, which then can't be dropped. */
    public static boolean isBuiltIn(String roleName) {
        return DESCRIPTION_BY_BUILT_IN_ROLE.containsKey(roleName);
    }

    /**
     * Returns the text that continues "the role x, which" for a built-in role, such as {@code has every privilege};
     * empty for any other role.
     */
    public static Optional<String> describeBuiltIn(String roleName) {
        return Optional.ofNullable(DESCRIPTION_BY_BUILT_IN_ROLE.get(roleName));
    }

    /** Returns whether neither the comment nor the privileges of a role can be changed. */
    public static boolean isImmutable(String roleName) {
        return isBuiltIn(roleName) && !roleName.equals(PUBLIC);
    }

    public static Role of(String name, String comment) {
        return new Role(name, comment, Collections.emptySortedSet(), GrantedPrivileges.NONE, Set.of(), false);
    }

    public Role withShared(boolean newIsShared) {
        return new Role(name, comment, parents, privileges, members, newIsShared);
    }

    public Role withComment(String newComment) {
        return new Role(name, newComment, parents, privileges, members, isShared);
    }

    public Role withPrivileges(GrantedPrivileges newPrivileges) {
        return new Role(name, comment, parents, newPrivileges, members, isShared);
    }

    public Role withAddedParents(Collection<String> addedParents) {
        SortedSet<String> allParents = new TreeSet<>(parents);
        allParents.addAll(addedParents);
        return new Role(name, comment, allParents, privileges, members, isShared);
    }

    public Role withoutParents(Collection<String> removedParents) {
        SortedSet<String> remainingParents = new TreeSet<>(parents);
        remainingParents.removeAll(removedParents);
        return new Role(name, comment, remainingParents, privileges, members, isShared);
    }

    public Role withMember(Grantee member) {
        Set<Grantee> allMembers = new LinkedHashSet<>(members);
        allMembers.add(member);
        return new Role(name, comment, parents, privileges, allMembers, isShared);
    }

    public Role withoutMember(Grantee member) {
        Set<Grantee> remainingMembers = new LinkedHashSet<>(members);
        remainingMembers.remove(member);
        return new Role(name, comment, parents, privileges, remainingMembers, isShared);
    }
}
