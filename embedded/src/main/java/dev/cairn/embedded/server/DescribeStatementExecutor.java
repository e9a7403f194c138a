package dev.cairn.embedded.server;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.show.ClusterListings;
import dev.cairn.embedded.show.SessionSnapshot;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs DESC STORAGE VOLUME, and refuses EXPLAIN, because the embedded server has no plans. */
record DescribeStatementExecutor(SessionSnapshot snapshot) {
    private static final Pattern EXPLAINED_STATEMENT_PATTERN = Pattern.compile(
            "(?is)EXPLAIN\\s+(?:(?:ANALYZE|LOGICAL|VERBOSE|COSTS)\\s+)?((?:INSERT|UPDATE|DELETE|SELECT|WITH)\\b.*)");

    Answer run(Statement.OpaqueStatement statement) {
        TokenReader tokens = TokenReader.afterKeyword(statement.text());
        if (tokens.accept("STORAGE", "VOLUME")) {
            return new ClusterListings(snapshot)
                    .showObject(ClusterObjectKind.STORAGE_VOLUME, tokens)
                    .toAnswer();
        }
        requireExplainPrivileges(statement.text());
        throw Refusal.ofAnalysis(statement.span(), EmbeddedRule.PLAN_UNSUPPORTED);
    }

    /** A server explains a statement only to users who may run it. */
    private void requireExplainPrivileges(String statementText) {
        Matcher explanationMatcher = EXPLAINED_STATEMENT_PATTERN.matcher(statementText);
        if (explanationMatcher.matches()) {
            try {
                new PrivilegeChecker(snapshot).requirePrivileges(Sql.parse(explanationMatcher.group(1)));
            } catch (SqlSyntaxException ignored) {
                // The caller refuses the statement anyway.
            }
        }
    }
}
