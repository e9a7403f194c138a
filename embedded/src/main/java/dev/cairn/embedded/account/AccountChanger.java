package dev.cairn.embedded.account;

import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.embedded.account.AccountChanger.Authentication.PasswordForm;
import dev.cairn.embedded.protocol.NativePasswordHash;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.engine.access.AccessRule;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.AccessStatement.SetDefaultRole;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Applies the statements about users and resources. The engine keeps these statements as text, because users and
 * resources do not belong to a schema; the embedded server models them, because tests log in as several users.
 */
public final class AccountChanger {
    /** The privilege to change another user. */
    private static final RequiredPrivilege OTHER_USER_CHANGE_PRIVILEGE = RequiredPrivilege.ofSystem(Privilege.GRANT);

    private final AccessChanger accessChanger;
    private final UserAccess access;
    private final BiConsumer<String, String> variableChecker;

    /**
     * @param variableChecker refuses a session variable that does not exist, or a value that it does not accept as the
     *     default of a user
     */
    public AccountChanger(AccessChanger accessChanger, UserAccess access, BiConsumer<String, String> variableChecker) {
        this.accessChanger = accessChanger;
        this.access = access;
        this.variableChecker = variableChecker;
    }

    /**
     * Returns the state after a statement; empty if the statement is not about users or resources.
     *
     * @throws Refusal with the server's error if the statement is invalid or the user lacks a privilege
     */
    public Optional<AccessState> apply(String statement) {
        TokenReader tokens = new TokenReader(statement);
        AccountChange change = new AccountParser(this, tokens).parseStatement();
        if (change == null) {
            return Optional.empty();
        }
        if (!change.ignoresRemainder()) {
            tokens.expectEnd();
        }
        AccessState newState =
                change.newState().get(); // a frontend analyzes these statements before it authorizes them
        access.requirePrivileges(change.requiredPrivileges());
        return Optional.of(newState);
    }

    /**
     * The change that a statement makes.
     *
     * @param newState computes the state after the statement
     * @param requiredPrivileges the privileges that the statement requires in addition to the privileges that all
     *     statements with the same first words require
     * @param ignoresRemainder whether tokens after the parsed part of the statement are ignored; otherwise, they are a
     *     syntax error
     */
    record AccountChange(
            Supplier<AccessState> newState, List<RequiredPrivilege> requiredPrivileges, boolean ignoresRemainder) {
        /** Returns a change that requires only the privileges of all statements with the same first words. */
        static AccountChange of(Supplier<AccessState> newState) {
            return new AccountChange(newState, List.of(), false);
        }

        /**
         * Returns a change of another user, which requires the privilege GRANT in addition to the privileges of all
         * statements with the same first words.
         */
        static AccountChange ofOtherUser(Supplier<AccessState> newState) {
            return new AccountChange(newState, List.of(OTHER_USER_CHANGE_PRIVILEGE), false);
        }
    }

    /**
     * The authentication of a user.
     *
     * @param password the password or its hash; null if the user has no password, or if another system checks it
     */
    record Authentication(@Nullable String password, PasswordForm form) {
        enum PasswordForm {
            PLAIN,
            HASHED,
            /** Another system checks the logins of the user. */
            EXTERNAL
        }
    }

    AccessState state() {
        return accessChanger.state();
    }

    UserName currentUserName() {
        return accessChanger.currentUserIdentity();
    }

    /**
     * Creates a user. With {@code ifNotExists}, an existing user remains unchanged. The privileges are checked after
     * the name and the roles, but before the properties.
     */
    AccessState createUser(
            boolean ifNotExists,
            UserName userName,
            Authentication authentication,
            List<String> defaultRoleNames,
            Map<String, String> propertyValues) {
        if (accounts().findUser(userName).isPresent()) {
            if (ifNotExists) {
                return state();
            }
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.USER_EXISTS, userName);
        }
        AccessState newState = state().withAccounts(accounts()
                .withUser(User.of(userName, toNativePasswordHash(authentication))
                        .withDefaultRoleNames(defaultRoleNames)));
        for (String roleName : defaultRoleNames) {
            Role role = state().catalog()
                    .findRole(roleName)
                    .orElseThrow(() ->
                            Refusal.ofAnalysis(Span.NONE, AccessRule.ROLE_NOT_FOUND, "Valid role name fail", roleName));
            newState = newState.withRole(role.withMember(userName.toGrantee()));
        }
        access.requirePrivileges(List.of(OTHER_USER_CHANGE_PRIVILEGE));
        return withProperties(newState, userName.name(), propertyValues);
    }

    /**
     * Changes the properties of all users with a name. Like a frontend, this checks the privileges before the
     * properties.
     */
    AccessState setProperties(String userName, Map<String, String> values) {
        if (!userName.equals(currentUserName().name())) {
            access.requirePrivileges(List.of(OTHER_USER_CHANGE_PRIVILEGE));
        }
        if (!accounts().hasUserNamed(userName)) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.NAMED_USER_NOT_FOUND, userName);
        }
        return withProperties(state(), userName, values);
    }

    private AccessState withProperties(AccessState accessState, String userName, Map<String, String> values) {
        UserProperties newProperties =
                accessState.accounts().properties(userName).withValues(values, accessState.catalog(), variableChecker);
        return accessState.withAccounts(accessState.accounts().withProperties(userName, newProperties));
    }

    private Accounts accounts() {
        return state().accounts();
    }

    AccessState dropUser(boolean ifExists, UserName userName) {
        if (userName.equals(UserName.ROOT)) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.USER_NOT_DROPPABLE, UserName.ROOT, UserName.ROOT);
        }
        if (!ifExists) {
            accounts().requireUser(userName);
        }
        AccessState newState = state().withAccounts(accounts().withoutUser(userName));
        for (Role role : newState.catalog().roles().values()) {
            newState = newState.withRole(role.withoutMember(userName.toGrantee()));
        }
        return newState;
    }

    /** Sets the password of a user; refuses a user who logs in through another system. */
    AccessState setPassword(UserName userName, Authentication authentication) {
        if (accounts().requireUser(userName).passwordHash().isExternal()) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.PASSWORD_EXTERNAL, userName);
        }
        return setAuthentication(userName, authentication);
    }

    /** Sets the authentication of a user; only root may change that of root. */
    AccessState setAuthentication(UserName userName, Authentication authentication) {
        if (userName.equals(UserName.ROOT) && !currentUserName().equals(UserName.ROOT)) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.ROOT_NOT_MODIFIABLE);
        }
        return state().withAccounts(accounts()
                .withUser(accounts().requireUser(userName).withPasswordHash(toNativePasswordHash(authentication))));
    }

    AccessState setDefaultRoles(SetDefaultRole statement) {
        return accessChanger.apply(statement, access);
    }

    private static NativePasswordHash toNativePasswordHash(Authentication authentication) {
        if (authentication.form() == PasswordForm.EXTERNAL) {
            return NativePasswordHash.EXTERNAL;
        }
        String password = authentication.password();
        if (password == null || password.isEmpty()) {
            return NativePasswordHash.NONE;
        }
        if (authentication.form() == PasswordForm.PLAIN) {
            return NativePasswordHash.of(password);
        }
        try {
            return NativePasswordHash.parse(password);
        } catch (IllegalArgumentException failure) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.PASSWORD_MALFORMED, String.valueOf(failure.getMessage()));
        }
    }

    /** Adds a resource. The embedded server keeps only its name. */
    AccessState createResource(SecuredObject resource) {
        return state().withAccounts(accounts().withResource(resource));
    }

    AccessState dropResource(boolean ifExists, SecuredObject resource) {
        boolean isKnown = accounts().resources().contains(resource.toString());
        if (!isKnown && !ifExists) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.RESOURCE_NOT_FOUND, resource);
        }
        return state().withAccounts(accounts()
                .withoutResource(
                        resource)); // privileges on the resource remain, and apply to a later one with this name
    }
}
