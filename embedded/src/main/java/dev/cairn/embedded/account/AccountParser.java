package dev.cairn.embedded.account;

import dev.cairn.catalog.SecuredObject;
import dev.cairn.embedded.account.AccountChanges.Authentication;
import dev.cairn.embedded.account.AccountChanges.Change;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement.RoleSelection;
import dev.cairn.sql.ast.AccessStatement.SetDefaultRole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses statements about users and resources into the changes that they make. */
final class AccountParser {
    private final AccountChanges changes;
    private final TokenReader tokens;

    AccountParser(AccountChanges changes, TokenReader tokens) {
        this.changes = changes;
        this.tokens = tokens;
    }

    /**
     * Parses a statement up to the end of its known part, and returns its change; null if the statement is not about
     * users or resources. The caller decides whether further tokens are an error.
     *
     * @throws Refusal if the statement is malformed
     */
    @Nullable
    Change parseStatement() {
        if (tokens.accept("CREATE", "USER")) {
            boolean ifNotExists = tokens.accept("IF", "NOT", "EXISTS");
            UserName user = UserName.read(tokens);
            Authentication authentication = parseAuthentication();
            List<String> roles = tokens.accept("DEFAULT", "ROLE") ? parseRoles() : List.of();
            if (tokens.accept("PROPERTIES")) {
                tokens.readTextUntilComma(); // the embedded server ignores them
            }
            return Change.of(() -> changes.createUser(ifNotExists, user, authentication, roles));
        }
        if (tokens.accept("ALTER", "USER")) {
            return parseAlterUser();
        }
        if (tokens.accept("DROP", "USER")) {
            boolean ifExists = tokens.accept("IF", "EXISTS");
            UserName user = UserName.read(tokens);
            return Change.of(() -> changes.dropUser(ifExists, user));
        }
        if (tokens.accept("SET", "PASSWORD")) {
            UserName user = tokens.accept("FOR") ? UserName.read(tokens) : changes.currentUser();
            tokens.expect("=");
            Authentication authentication = parseNewPassword();
            return user.equals(changes.currentUser())
                    ? Change.of(() -> changes.setPassword(user, authentication))
                    : Change.ofUser(() -> changes.setPassword(user, authentication));
        }
        return parseResourceStatement();
    }

    private @Nullable Change parseResourceStatement() {
        if (tokens.accept("CREATE", "EXTERNAL", "RESOURCE")) {
            tokens.accept("IF", "NOT", "EXISTS");
            SecuredObject resource = parseResource();
            return new Change(() -> changes.createResource(resource), List.of(), true);
        }
        if (tokens.accept("DROP", "RESOURCE")) {
            boolean ifExists = tokens.accept("IF", "EXISTS");
            SecuredObject resource = parseResource();
            return new Change(
                    () -> changes.dropResource(ifExists, resource),
                    requiredPrivileges(resource, Privilege.DROP),
                    false);
        }
        if (tokens.accept("ALTER", "RESOURCE")) {
            return new Change(changes::state, requiredPrivileges(parseResource(), Privilege.ALTER), true);
        }
        return null;
    }

    private SecuredObject parseResource() {
        return SecuredObject.ofGlobal(SecuredKind.RESOURCE, tokens.readNameOrText());
    }

    private static List<RequiredPrivilege> requiredPrivileges(SecuredObject object, Privilege privilege) {
        return List.of(new RequiredPrivilege(object, List.of(privilege), false));
    }

    private Change parseAlterUser() {
        boolean ifExists = tokens.accept("IF", "EXISTS");
        UserName user = UserName.read(tokens);
        if (tokens.accept("DEFAULT", "ROLE")) {
            SetDefaultRole defaultRoles = parseDefaultRoles(user);
            return Change.of(() -> changes.setDefaultRoles(defaultRoles));
        }
        if (tokens.isAt("SET")) {
            // limits and other properties, which the embedded server ignores
            return new Change(changes::state, requiredPrivileges(SecuredObject.SYSTEM, Privilege.GRANT), true);
        }
        Authentication authentication = parseAuthentication();
        return Change.ofUser(
                () -> ifExists && changes.state().accounts().user(user).isEmpty()
                        ? changes.state()
                        : changes.setPassword(user, authentication));
    }

    private SetDefaultRole parseDefaultRoles(UserName user) {
        RoleSelection selection = tokens.accept("ALL")
                ? RoleSelection.ALL
                : tokens.accept("NONE") ? RoleSelection.NONE : RoleSelection.LISTED;
        return AccessChanges.toSetDefaultRole(
                selection, selection == RoleSelection.LISTED ? parseRoles() : List.of(), user);
    }

    private Authentication parseNewPassword() {
        if (!tokens.accept("PASSWORD")) {
            return new Authentication(tokens.readText(), true);
        }
        tokens.accept("(");
        String password = tokens.readText();
        tokens.accept(")");
        return new Authentication(password, false);
    }

    private Authentication parseAuthentication() {
        if (!tokens.accept("IDENTIFIED")) {
            return new Authentication(null, false);
        }
        if (tokens.accept("BY")) {
            boolean isHashed = tokens.accept("PASSWORD");
            return new Authentication(tokens.readText(), isHashed);
        }
        tokens.expect("WITH");
        tokens.readNameOrText();
        if (tokens.accept("BY")) {
            return new Authentication(tokens.readText(), false);
        }
        return tokens.accept("AS") ? new Authentication(tokens.readText(), true) : new Authentication(null, false);
    }

    private List<String> parseRoles() {
        return tokens.readCommaList(tokens::readNameOrText);
    }
}
