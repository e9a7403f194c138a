package dev.cairn.embedded.account;

import dev.cairn.catalog.DirectPrivileges;
import dev.cairn.embedded.protocol.NativePassword;
import java.util.List;

/**
 * A user. The roles that the user has are those of the catalog of which the user is a member.
 *
 * @param privileges those that were granted to the user, and not to a role
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
