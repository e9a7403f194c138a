package dev.cairn.embedded.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed statement about users, roles or privileges. */
sealed interface AccountStatement {
    /** The authentication of a user; the password is null if the user has no password. */
    record Proof(@Nullable String password, boolean hashed) {}

    record CreateUser(boolean ifNotExists, UserName user, Proof proof, List<String> defaultRoles)
            implements AccountStatement {}

    record AlterUser(boolean ifExists, UserName user, Proof proof) implements AccountStatement {}

    record DropUser(boolean ifExists, UserName user) implements AccountStatement {}

    /** SET PASSWORD; a null user stands for the current user. */
    record SetPassword(@Nullable UserName user, Proof proof) implements AccountStatement {}

    record CreateRole(boolean ifNotExists, List<String> roles, String comment) implements AccountStatement {}

    record AlterRole(boolean ifExists, List<String> roles, String comment) implements AccountStatement {}

    record DropRole(boolean ifExists, List<String> roles) implements AccountStatement {}

    /** The recipient of a grant: a user, or a role if the user is null. */
    record Holder(@Nullable UserName user, String role) {}

    record ChangeRoles(boolean grant, List<String> roles, Holder holder) implements AccountStatement {}

    record ChangePrivileges(
            boolean grant, List<String> privileges, Objects objects, Holder holder, boolean withGrantOption)
            implements AccountStatement {}

    /**
     * The objects of a grant.
     *
     * @param kind the kind; null if it is not specified and follows from the names
     * @param names the names, each split into its parts; empty for all objects, or if the kind has no names
     * @param database the database of all objects; null for all databases
     */
    record Objects(
            @Nullable ObjectKind kind,
            List<List<String>> names,
            @Nullable String database) {}

    /** SET DEFAULT ROLE and ALTER USER … DEFAULT ROLE; null stands for all roles. */
    record SetDefaultRoles(UserName user, @Nullable List<String> roles) implements AccountStatement {}

    /** A statement without effect, because the embedded server lacks the feature. */
    record Ignored() implements AccountStatement {}
}
