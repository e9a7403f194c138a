package dev.cairn.embedded.server;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.sql.ast.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs ADMIN SHOW FRONTEND CONFIG and ADMIN SET FRONTEND CONFIG. Only {@code access_control} is stored. All other
 * settings come from the profile and are not changed.
 */
record AdminStatementExecutor(Cluster cluster, ShowStatementExecutor showExecutor) {
    private static final Pattern ACCESS_CONTROL_PATTERN =
            Pattern.compile("['\"]access_control['\"]\\s*=\\s*['\"](\\w+)['\"]", Pattern.CASE_INSENSITIVE);

    Answer run(Statement.OpaqueStatement statement) {
        TokenReader tokens = TokenReader.afterKeyword(statement.text());
        if (tokens.isAt("SHOW", "FRONTEND", "CONFIG")) {
            return showExecutor.run(statement);
        }
        if (!tokens.accept("SET", "FRONTEND", "CONFIG")) {
            throw StatementDispatcher.createUnsupportedStatementRefusal(statement);
        }
        Matcher settingMatcher = ACCESS_CONTROL_PATTERN.matcher(statement.text());
        if (settingMatcher.find()) {
            cluster.replaceAccess(state -> Optional.of(state.access().withAccessControl(settingMatcher.group(1))));
        }
        return Answer.OK;
    }
}
