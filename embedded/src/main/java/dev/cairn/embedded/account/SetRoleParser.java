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
public record SetRoleParser(AccessState state, UserName userName) {
    /**
     * Returns the roles that are active after a SET ROLE statement, which may be none; {@link Optional#empty()} for any
     * other statement. Changes nothing.
     *
     * @throws Refusal if the statement is malformed, or if a role does not exist or was not granted to the user
     *     directly
     */
    public Optional<List<String>> parseActiveRoleNames(String text) {
        TokenReader tokens = new TokenReader(text);
        if (!tokens.accept("SET", "ROLE")) {
            return Optional.empty();
        }
        List<String> roleNames = readRoleNames(tokens);
        tokens.expectEnd();
        return Optional.of(roleNames);
    }

    private List<String> readRoleNames(TokenReader tokens) {
        if (tokens.accept("NONE")) {
            return List.of();
        }
        if (tokens.accept("DEFAULT")) {
            return state.accounts()
                    .findUser(userName)
                    .map(User::defaultRoleNames)
                    .orElse(List.of());
        }
        if (!tokens.accept("ALL")) {
            return readGrantedRoleNames(tokens);
        }
        List<String> roleNames = new ArrayList<>(state.directRoleNames(userName));
        if (tokens.accept("EXCEPT")) {
            roleNames.removeAll(readGrantedRoleNames(tokens));
        }
        return roleNames;
    }

    /** Reads names of roles. A role that does not exist is refused first, even after a role that was not granted. */
    private List<String> readGrantedRoleNames(TokenReader tokens) {
        List<String> roleNames = tokens.readCommaList(tokens::readNameOrText);
        for (String roleName : roleNames) {
            if (state.catalog().findRole(roleName).isEmpty()) {
                throw Refusal.ofAnalysis(Span.NONE, AccessRule.ROLE_NOT_FOUND, "Cannot set role", roleName);
            }
        }
        for (String roleName : roleNames) {
            if (!state.directRoleNames(userName).contains(roleName)) {
                throw Refusal.ofExecution(Span.NONE, EmbeddedRule.ROLE_NOT_GRANTED, roleName, userName);
            }
        }
        return roleNames;
    }
}
