package dev.cairn.embedded.account;

import dev.cairn.catalog.DirectPrivileges;
import dev.cairn.embedded.protocol.NativePassword;
import java.util.List;

/**
 * A user of the server. The roles of a user are not stored here: they are the roles of the catalog whose members
 * include the user.
 *
 * @param privileges the privileges that were granted to the user directly, without the privileges of roles
 * @param defaultRoles the roles that are active in a new session
 */
public record User(UserName name, NativePassword password, DirectPrivileges privileges, List<String> defaultRoles) {
    public User {
        defaultRoles = List.copyOf(defaultRoles);
    }

    static User of(UserName name, NativePassword password) {
        return new User(name, password, DirectPrivileges.NONE, List.of());
    }

    User withPassword(NativePassword newPassword) {
        return new User(name, newPassword, privileges, defaultRoles);
    }

    User withPrivileges(DirectPrivileges newPrivileges) {
        return new User(name, password, newPrivileges, defaultRoles);
    }

    User withDefaultRoles(List<String> roles) {
        return new User(name, password, privileges, roles);
    }
}
