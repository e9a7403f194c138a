package dev.cairn.plan.access;

import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Optional;

/**
 * A statement about a user that Cairn keeps as text, as far as it changes the login or the roles of the user.
 *
 * @param allowsLoginWithoutPassword whether the user can log in without a password from now on
 * @param defaultRoleGrant the grant of CREATE USER … DEFAULT ROLE, which also makes the roles active at each login;
 *     empty if the statement grants no roles
 */
record AccountStatement(
        Kind kind, boolean allowsLoginWithoutPassword, Grantee user, Optional<ChangeRoles> defaultRoleGrant) {
    enum Kind {
        CREATE,
        /** The user gets another password, or another way to log in. */
        CHANGE_LOGIN,
        /** The following statements run with the privileges of the user. */
        EXECUTE_AS,
        DROP
    }

    /** Describes the access that the statement gives, apart from roles; empty if it gives none. */
    Optional<String> describeGain() {
        if (allowsLoginWithoutPassword) {
            return Optional.of(user + " gains a login without a password");
        }
        return switch (kind) {
            case CHANGE_LOGIN -> Optional.of(user + " gains a new login");
            case EXECUTE_AS -> Optional.of("the migrator gains what " + user + " may do, until the session ends");
            case CREATE, DROP -> Optional.empty();
        };
    }

    /**
     * Parses a statement; empty if it is not about a user, or changes neither the roles nor the login of the user.
     */
    static Optional<AccountStatement> parse(Statement.OpaqueStatement statement) {
        List<String> leadingKeywords = statement.keywords().stream().limit(2).toList();
        if (leadingKeywords.equals(List.of("CREATE", "USER"))) {
            return new AccountStatementParser(statement.text()).parseCreation();
        }
        if (leadingKeywords.equals(List.of("ALTER", "USER"))) {
            return new AccountStatementParser(statement.text()).parseAlteration();
        }
        if (leadingKeywords.equals(List.of("DROP", "USER"))) {
            return new AccountStatementParser(statement.text()).parseStatementAboutUser(Kind.DROP, false, 2);
        }
        if (leadingKeywords.equals(List.of("SET", "PASSWORD"))) {
            return new AccountStatementParser(statement.text()).parsePasswordChange();
        }
        return leadingKeywords.equals(List.of("EXECUTE", "AS"))
                ? new AccountStatementParser(statement.text()).parseStatementAboutUser(Kind.EXECUTE_AS, false, 2)
                : Optional.empty();
    }
}
