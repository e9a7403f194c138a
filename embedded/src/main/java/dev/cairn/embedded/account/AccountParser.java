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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses statements about users, and about objects outside of databases, into the changes that they make. */
final class AccountParser {
    /** The objects outside of databases by the words behind CREATE. */
    private static final Map<String, SecuredKind> CREATED = Map.of(
            "EXTERNAL CATALOG", SecuredKind.CATALOG,
            "EXTERNAL RESOURCE", SecuredKind.RESOURCE,
            "RESOURCE GROUP", SecuredKind.RESOURCE_GROUP,
            "STORAGE VOLUME", SecuredKind.STORAGE_VOLUME);

    private final AccountChanges changes;
    private final TokenReader tokens;

    AccountParser(AccountChanges changes, TokenReader tokens) {
        this.changes = changes;
        this.tokens = tokens;
    }

    /** Returns the change of the statement; null if it is another statement. */
    @Nullable
    Change statement() {
        if (tokens.take("CREATE", "USER")) {
            boolean ifNotExists = tokens.take("IF", "NOT", "EXISTS");
            UserName user = UserName.read(tokens);
            Authentication proof = proof();
            List<String> roles = tokens.take("DEFAULT", "ROLE") ? roles() : List.of();
            if (tokens.take("PROPERTIES")) {
                tokens.textUntilComma(); // the embedded server ignores them
            }
            return Change.of(() -> changes.createUser(ifNotExists, user, proof, roles));
        }
        if (tokens.take("ALTER", "USER")) {
            return alterUser();
        }
        if (tokens.take("DROP", "USER")) {
            boolean ifExists = tokens.take("IF", "EXISTS");
            UserName user = UserName.read(tokens);
            return Change.of(() -> changes.dropUser(ifExists, user));
        }
        if (tokens.take("SET", "PASSWORD")) {
            UserName user = tokens.take("FOR") ? UserName.read(tokens) : changes.self();
            tokens.expect("=");
            Authentication proof = newPassword();
            return user.equals(changes.self())
                    ? Change.of(() -> changes.setPassword(user, proof))
                    : Change.ofUser(() -> changes.setPassword(user, proof));
        }
        return global();
    }

    private @Nullable Change global() {
        for (Map.Entry<String, SecuredKind> entry : CREATED.entrySet()) {
            if (tokens.take(("CREATE " + entry.getKey()).split(" ", -1))) {
                tokens.take("IF", "NOT", "EXISTS");
                SecuredObject object = SecuredObject.global(entry.getValue(), tokens.nameOrText());
                return new Change(() -> changes.create(object), List.of(), true);
            }
        }
        for (SecuredKind kind : List.of(
                SecuredKind.CATALOG, SecuredKind.RESOURCE_GROUP, SecuredKind.RESOURCE, SecuredKind.STORAGE_VOLUME)) {
            if (tokens.take(("DROP " + kind.sql()).split(" ", -1))) {
                boolean ifExists = tokens.take("IF", "EXISTS");
                SecuredObject object = SecuredObject.global(kind, tokens.nameOrText());
                return new Change(() -> changes.drop(ifExists, object), require(object, Privilege.DROP), false);
            }
            if (tokens.take(("ALTER " + kind.sql()).split(" ", -1))) {
                SecuredObject object = SecuredObject.global(kind, tokens.nameOrText());
                return new Change(changes::state, require(object, Privilege.ALTER), true);
            }
        }
        return null;
    }

    private static List<RequiredPrivilege> require(SecuredObject object, Privilege privilege) {
        return List.of(new RequiredPrivilege(object, List.of(privilege), false));
    }

    private Change alterUser() {
        boolean ifExists = tokens.take("IF", "EXISTS");
        UserName user = UserName.read(tokens);
        if (tokens.take("DEFAULT", "ROLE")) {
            SetDefaultRole defaults = defaultRoles(user);
            return Change.of(() -> changes.setDefaultRoles(defaults));
        }
        if (tokens.isAt("SET")) {
            // limits and other properties, which the embedded server ignores
            return new Change(changes::state, require(SecuredObject.SYSTEM, Privilege.GRANT), true);
        }
        Authentication proof = proof();
        return Change.ofUser(
                () -> ifExists && changes.state().accounts().user(user).isEmpty()
                        ? changes.state()
                        : changes.setPassword(user, proof));
    }

    private SetDefaultRole defaultRoles(UserName user) {
        RoleSelection selection = tokens.take("ALL")
                ? RoleSelection.ALL
                : tokens.take("NONE") ? RoleSelection.NONE : RoleSelection.LISTED;
        return AccessChanges.toSetDefaultRole(selection, selection == RoleSelection.LISTED ? roles() : List.of(), user);
    }

    private Authentication newPassword() {
        if (!tokens.take("PASSWORD")) {
            return new Authentication(tokens.text(), true);
        }
        tokens.take("(");
        String password = tokens.text();
        tokens.take(")");
        return new Authentication(password, false);
    }

    private Authentication proof() {
        if (!tokens.take("IDENTIFIED")) {
            return new Authentication(null, false);
        }
        if (tokens.take("BY")) {
            boolean hashed = tokens.take("PASSWORD");
            return new Authentication(tokens.text(), hashed);
        }
        tokens.expect("WITH");
        tokens.nameOrText();
        if (tokens.take("BY")) {
            return new Authentication(tokens.text(), false);
        }
        return tokens.take("AS") ? new Authentication(tokens.text(), true) : new Authentication(null, false);
    }

    private List<String> roles() {
        return tokens.commaList(tokens::nameOrText);
    }
}
