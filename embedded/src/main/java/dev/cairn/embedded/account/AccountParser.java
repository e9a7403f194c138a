package dev.cairn.embedded.account;

import dev.cairn.catalog.SecuredObject;
import dev.cairn.embedded.account.AccountChanger.AccountChange;
import dev.cairn.embedded.account.AccountChanger.Authentication;
import dev.cairn.embedded.account.AccountChanger.Authentication.PasswordForm;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement.RoleSelection;
import dev.cairn.sql.ast.AccessStatement.SetDefaultRole;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses statements about users and resources into the changes that they make. */
final class AccountParser {
    private static final String NATIVE_PLUGIN_NAME = "MYSQL_NATIVE_PASSWORD";

    /** The plugins that ask another system whether a client may log in. */
    private static final Set<String> EXTERNAL_PLUGIN_NAMES =
            Set.of("AUTHENTICATION_LDAP_SIMPLE", "AUTHENTICATION_JWT", "AUTHENTICATION_OAUTH2");

    private final AccountChanger accountChanger;
    private final TokenReader tokens;

    AccountParser(AccountChanger accountChanger, TokenReader tokens) {
        this.accountChanger = accountChanger;
        this.tokens = tokens;
    }

    /**
     * Parses a statement up to the end of its known part, and returns its change; null if the statement is not about
     * users or resources. The caller decides whether the remaining tokens are an error.
     *
     * @throws Refusal if the statement is malformed
     */
    @Nullable
    AccountChange parseStatement() {
        if (tokens.accept("CREATE", "USER")) {
            boolean ifNotExists = tokens.accept("IF", "NOT", "EXISTS");
            UserName userName = UserName.read(tokens);
            Authentication authentication = parseAuthentication();
            List<String> defaultRoleNames = tokens.accept("DEFAULT", "ROLE") ? parseRoleNames() : List.of();
            Map<String, String> propertyValues =
                    tokens.accept("PROPERTIES") ? parsePropertiesInParentheses() : Map.of();
            return AccountChange.ofOtherUser(() ->
                    accountChanger.createUser(ifNotExists, userName, authentication, defaultRoleNames, propertyValues));
        }
        if (tokens.accept("ALTER", "USER")) {
            return parseAlterUser();
        }
        if (tokens.accept("DROP", "USER")) {
            boolean ifExists = tokens.accept("IF", "EXISTS");
            UserName userName = UserName.read(tokens);
            return AccountChange.ofOtherUser(() -> accountChanger.dropUser(ifExists, userName));
        }
        if (tokens.accept("SET", "PASSWORD")) {
            UserName userName = tokens.accept("FOR") ? UserName.read(tokens) : accountChanger.currentUserName();
            tokens.expect("=");
            Authentication authentication = parseNewPassword();
            return userName.equals(accountChanger.currentUserName())
                    ? AccountChange.of(() -> accountChanger.setPassword(userName, authentication))
                    : AccountChange.ofOtherUser(() -> accountChanger.setPassword(userName, authentication));
        }
        if (tokens.accept("SET", "PROPERTY")) {
            String userName = tokens.accept("FOR")
                    ? tokens.readText()
                    : accountChanger.currentUserName().name();
            Map<String, String> values = parseProperties();
            values.keySet().stream()
                    .filter(key -> !key.equalsIgnoreCase(UserProperties.MAX_CONNECTIONS_KEY))
                    .findFirst()
                    .ifPresent(key -> {
                        throw Refusal.ofSyntax(Span.NONE, EmbeddedRule.USER_PROPERTY_NOT_SETTABLE);
                    });
            return createPropertyChange(userName, values);
        }
        return parseResourceStatement();
    }

    private AccountChange createPropertyChange(String userName, Map<String, String> values) {
        return AccountChange.of(() -> accountChanger.setProperties(userName, values));
    }

    private Map<String, String> parsePropertiesInParentheses() {
        tokens.expect("(");
        Map<String, String> values = parseProperties();
        tokens.expect(")");
        return values;
    }

    private Map<String, String> parseProperties() {
        Map<String, String> values = new LinkedHashMap<>();
        tokens.readCommaList(() -> {
            String key = tokens.readText();
            tokens.expect("=");
            return values.put(key, tokens.readText());
        });
        return values;
    }

    private @Nullable AccountChange parseResourceStatement() {
        if (tokens.accept("CREATE", "EXTERNAL", "RESOURCE")) {
            tokens.accept("IF", "NOT", "EXISTS");
            SecuredObject resource = parseResource();
            return new AccountChange(() -> accountChanger.createResource(resource), List.of(), true);
        }
        if (tokens.accept("DROP", "RESOURCE")) {
            boolean ifExists = tokens.accept("IF", "EXISTS");
            SecuredObject resource = parseResource();
            return new AccountChange(
                    () -> accountChanger.dropResource(ifExists, resource),
                    createRequiredPrivileges(resource, Privilege.DROP),
                    false);
        }
        if (tokens.accept("ALTER", "RESOURCE")) {
            return new AccountChange(
                    accountChanger::state, createRequiredPrivileges(parseResource(), Privilege.ALTER), true);
        }
        return null;
    }

    private SecuredObject parseResource() {
        return SecuredObject.ofGlobal(SecuredKind.RESOURCE, tokens.readNameOrText());
    }

    private static List<RequiredPrivilege> createRequiredPrivileges(SecuredObject object, Privilege privilege) {
        return List.of(RequiredPrivilege.of(object, privilege));
    }

    private AccountChange parseAlterUser() {
        boolean ifExists = tokens.accept("IF", "EXISTS");
        UserName userName = UserName.read(tokens);
        if (tokens.accept("DEFAULT", "ROLE")) {
            SetDefaultRole setDefaultRole = parseSetDefaultRole(userName);
            return AccountChange.of(() -> accountChanger.setDefaultRoles(setDefaultRole));
        }
        if (tokens.accept("SET")) {
            tokens.expect("PROPERTIES");
            return createPropertyChange(userName.name(), parsePropertiesInParentheses());
        }
        Authentication authentication = parseAuthentication();
        return AccountChange.ofOtherUser(() ->
                ifExists && accountChanger.state().accounts().findUser(userName).isEmpty()
                        ? accountChanger.state()
                        : accountChanger.setAuthentication(userName, authentication));
    }

    /** Parses ALTER USER … DEFAULT ROLE, which does the same as SET DEFAULT ROLE. */
    private SetDefaultRole parseSetDefaultRole(UserName userName) {
        RoleSelection selection = tokens.accept("ALL")
                ? RoleSelection.ALL
                : tokens.accept("NONE") ? RoleSelection.NONE : RoleSelection.LISTED;
        List<Name> roleNames = selection == RoleSelection.LISTED
                ? parseRoleNames().stream().map(Name::of).toList()
                : List.of();
        return new SetDefaultRole(selection, roleNames, userName.toGrantee().user(), Span.NONE);
    }

    /** Parses the value of SET PASSWORD: {@code PASSWORD('…')}, or the hash of a password. */
    private Authentication parseNewPassword() {
        if (!tokens.accept("PASSWORD")) {
            return new Authentication(tokens.readText(), PasswordForm.HASHED);
        }
        tokens.expect("(");
        String password = tokens.readText();
        tokens.expect(")");
        return new Authentication(password, PasswordForm.PLAIN);
    }

    /** Parses IDENTIFIED BY or IDENTIFIED WITH; without either, the user has no password. */
    private Authentication parseAuthentication() {
        if (!tokens.accept("IDENTIFIED")) {
            return new Authentication(null, PasswordForm.PLAIN);
        }
        if (tokens.accept("BY")) {
            PasswordForm form = tokens.accept("PASSWORD") ? PasswordForm.HASHED : PasswordForm.PLAIN;
            return new Authentication(tokens.readText(), form);
        }
        tokens.expect("WITH");
        String pluginName = tokens.readNameOrText().toUpperCase(Locale.ROOT);
        PasswordForm form = tokens.accept("AS") ? PasswordForm.HASHED : PasswordForm.PLAIN;
        String password = form == PasswordForm.HASHED || tokens.accept("BY") ? tokens.readText() : null;
        if (EXTERNAL_PLUGIN_NAMES.contains(pluginName)) {
            return new Authentication(null, PasswordForm.EXTERNAL);
        }
        if (!pluginName.equals(NATIVE_PLUGIN_NAME)) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.AUTHENTICATION_UNKNOWN, pluginName);
        }
        return new Authentication(password, form);
    }

    private List<String> parseRoleNames() {
        return tokens.readCommaList(tokens::readNameOrText);
    }
}
