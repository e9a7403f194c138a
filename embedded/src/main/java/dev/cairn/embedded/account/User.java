package dev.cairn.embedded.account;

import dev.cairn.embedded.protocol.NativePassword;
import java.util.List;

/**
 * A user.
 *
 * @param defaultRoles the roles that are active in a new session
 */
public record User(
        UserName name, NativePassword password, Grants grants, List<String> roles, List<String> defaultRoles) {
    public User {
        roles = List.copyOf(roles);
        defaultRoles = List.copyOf(defaultRoles);
    }

    static User of(UserName name, NativePassword password) {
        return new User(name, password, Grants.NONE, List.of(), List.of());
    }

    User with(NativePassword newPassword) {
        return new User(name, newPassword, grants, roles, defaultRoles);
    }

    User with(Grants newGrants) {
        return new User(name, password, newGrants, roles, defaultRoles);
    }

    User with(List<String> newRoles, List<String> newDefaultRoles) {
        return new User(name, password, grants, newRoles, newDefaultRoles);
    }
}
