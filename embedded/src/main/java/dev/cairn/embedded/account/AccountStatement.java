package dev.cairn.embedded.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement about users, roles or privileges, as written. */
sealed interface AccountStatement {
    /** How a user proves who it is; null for no password. */
    record Proof(@Nullable String password, boolean hashed) {}

    record CreateUser(boolean ifNotExists, UserName user, Proof proof, List<String> defaultRoles)
            implements AccountStatement {}

    record AlterUser(boolean ifExists, UserName user, Proof proof) implements AccountStatement {}

    record DropUser(boolean ifExists, UserName user) implements AccountStatement {}

    /** SET PASSWORD; of oneself where the user is null. */
    record SetPassword(@Nullable UserName user, Proof proof) implements AccountStatement {}

    record CreateRole(boolean ifNotExists, List<String> roles, String comment) implements AccountStatement {}

    record AlterRole(boolean ifExists, List<String> roles, String comment) implements AccountStatement {}

    record DropRole(boolean ifExists, List<String> roles) implements AccountStatement {}

    /** Who gets or loses: a user, or a role where the user is null. */
    record Holder(@Nullable UserName user, String role) {}

    record ChangeRoles(boolean grant, List<String> roles, Holder holder) implements AccountStatement {}

    record ChangePrivileges(
            boolean grant, List<String> privileges, Objects objects, Holder holder, boolean withGrantOption)
            implements AccountStatement {}

    /**
     * What privileges are on.
     *
     * @param kind null where the kind was not said: a table, or whatever has the name
     * @param names parts of names; empty for all, or for what has no name
     * @param database of all; null for all databases
     */
    record Objects(
            @Nullable ObjectKind kind,
            List<List<String>> names,
            @Nullable String database) {}

    /** SET DEFAULT ROLE and ALTER USER … DEFAULT ROLE; null is all of them. */
    record SetDefaultRoles(UserName user, @Nullable List<String> roles) implements AccountStatement {}

    /** A statement about objects that the embedded server does not have. */
    record Ignored() implements AccountStatement {}
}
