package dev.cairn.embedded.account;

import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.engine.access.AccessRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses SET ROLE, which activates roles of the user in a session. */
public record RoleActivation(AccessState state, UserName user) {
    /**
     * Returns the roles that are active after a SET ROLE statement, which may be none; {@link Optional#empty()} for any
     * other statement.
     *
     * @throws Refusal if a role does not exist or was not granted to the user directly
     */
    public Optional<List<String>> parseActiveRoles(String text) {
        TokenReader tokens = new TokenReader(text);
        if (!tokens.accept("SET", "ROLE")) {
            return Optional.empty();
        }
        List<String> roles = readRoles(tokens);
        tokens.expectEnd();
        return Optional.of(roles);
    }

    private List<String> readRoles(TokenReader tokens) {
        if (tokens.accept("NONE")) {
            return List.of();
        }
        if (tokens.accept("DEFAULT")) {
            return state.accounts().user(user).map(User::defaultRoles).orElse(List.of());
        }
        if (!tokens.accept("ALL")) {
            return readGrantedRoles(tokens);
        }
        List<String> roles = new ArrayList<>(state.directRoles(user));
        if (tokens.accept("EXCEPT")) {
            roles.removeAll(readGrantedRoles(tokens));
        }
        return roles;
    }

    private List<String> readGrantedRoles(TokenReader tokens) {
        List<String> roles = tokens.readCommaList(tokens::readNameOrText);
        for (String role : roles) {
            if (state.catalog().role(role).isEmpty()) {
                throw Refusal.ofAnalysis(Span.NONE, AccessRule.ROLE_NOT_FOUND, "Cannot set role", role);
            }
        }
        for (String role : roles) {
            if (!state.directRoles(user).contains(role)) {
                throw Refusal.ofExecution(Span.NONE, EmbeddedRule.ROLE_NOT_GRANTED, role, user);
            }
        }
        return roles;
    }
}
