package dev.cairn.embedded.account;

import dev.cairn.catalog.DirectPrivileges;
import dev.cairn.embedded.protocol.NativePassword;
import java.util.List;

/**
 * A user of the server. The roles of a user are not stored here: they are the roles of the catalog whose members
 * include the user.
 *
 * @param privileges the privileges that were granted to the user directly, without the privileges of roles
 * @param defaultRoleNames the roles that are active in a new session
 */
public record User(UserName name, NativePassword password, DirectPrivileges privileges, List<String> defaultRoleNames) {
    public User {
        defaultRoleNames = List.copyOf(defaultRoleNames);
    }

    static User of(UserName name, NativePassword password) {
        return new User(name, password, DirectPrivileges.NONE, List.of());
    }

    User withPassword(NativePassword newPassword) {
        return new User(name, newPassword, privileges, defaultRoleNames);
    }

    User withPrivileges(DirectPrivileges newPrivileges) {
        return new User(name, password, newPrivileges, defaultRoleNames);
    }

    User withDefaultRoleNames(List<String> newDefaultRoleNames) {
        return new User(name, password, privileges, newDefaultRoleNames);
    }
}
