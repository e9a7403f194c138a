package dev.cairn.embedded.account;

import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.embedded.protocol.NativePasswordHash;
import java.util.List;

/**
 * A user of the server. The roles of a user are not stored here: they are the roles of the catalog whose members
 * include the user.
 *
 * @param privileges the privileges that were granted to the user directly, without the privileges of roles
 * @param defaultRoleNames the roles that are active in a new session
 */
public record User(
        UserName name, NativePasswordHash passwordHash, GrantedPrivileges privileges, List<String> defaultRoleNames) {
    public User {
        defaultRoleNames = List.copyOf(defaultRoleNames);
    }

    static User of(UserName name, NativePasswordHash passwordHash) {
        return new User(name, passwordHash, GrantedPrivileges.NONE, List.of());
    }

    User withPasswordHash(NativePasswordHash newPasswordHash) {
        return new User(name, newPasswordHash, privileges, defaultRoleNames);
    }

    User withPrivileges(GrantedPrivileges newPrivileges) {
        return new User(name, passwordHash, newPrivileges, defaultRoleNames);
    }

    User withDefaultRoleNames(List<String> newDefaultRoleNames) {
        return new User(name, passwordHash, privileges, newDefaultRoleNames);
    }
}
