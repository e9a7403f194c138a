package dev.cairn.tooling.lint;

import dev.cairn.engine.Engine;
import dev.cairn.lineage.ReadingStatement;
import dev.cairn.plan.step.LintRule;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds statements of migrations that the server of the schema or a server of {@code lint.targets} would refuse, and
 * checked queries that a server of {@code lint.targets} would refuse.
 */
final class TargetLintCheck implements Linter.LintCheck {
    /** The beginning of a placeholder. A statement with a placeholder is not checked. */
    private static final String PLACEHOLDER_START = "${";

    @Override
    public void check(LintInput input, LintFindings findings) {
        List<ServerProfile> otherTargets = new ArrayList<>();
        for (String targetText : findings.settings().findValues(LintSettings.TARGETS)) {
            ServerProfile profile = LintTarget.parse(targetText).toProfile(input.profile());
            if (!LintTarget.describeServer(profile).equals(LintTarget.describeServer(input.profile()))) {
                otherTargets.add(profile);
            }
        }
        for (LintedStatement lintedStatement : input.statements()) {
            if (!lintedStatement.step().action().isUnread()
                    && !lintedStatement.subject().sql().contains(PLACEHOLDER_START)) {
                // In the simulation, the server of the schema has accepted all statements, except statements that
                // change rows.
                List<ServerProfile> targets = new ArrayList<>(otherTargets);
                lintedStatement.findDml().ifPresent(dml -> targets.add(0, input.profile()));
                addRefusalFindings(
                        lintedStatement.subject(), targets, profile -> findRefusal(lintedStatement, profile), findings);
            }
        }
        for (QueryListing listing : input.queries()) {
            for (CheckedQuery query : listing.queries()) {
                addRefusalFindings(
                        new LintSubject.QueryMethod(listing.interfaceName(), query.name(), query.sql()),
                        otherTargets,
                        profile -> findRefusal(listing, query, input, profile),
                        findings);
            }
        }
    }

    /** Adds one finding for each reason, which names all servers that refuse the statement for this reason. */
    private static void addRefusalFindings(
            LintSubject subject,
            List<ServerProfile> profiles,
            Function<ServerProfile, Optional<Refusal>> refusalFinder,
            LintFindings findings) {
        Map<String, List<ServerProfile>> profilesByReason = new LinkedHashMap<>();
        for (ServerProfile profile : profiles) {
            refusalFinder
                    .apply(profile)
                    .ifPresent(refusal -> profilesByReason
                            .computeIfAbsent(refusal.innermostDetail(), key -> new ArrayList<>())
                            .add(profile));
        }
        profilesByReason.forEach((reason, servers) -> findings.add(
                LintRule.REFUSED_BY_TARGET,
                subject,
                String.join(
                                " and ",
                                servers.stream().map(LintTarget::describeServer).toList())
                        + (servers.size() == 1 ? " refuses" : " refuse") + " the statement: "
                        + reason));
    }

    private static Optional<Refusal> findRefusal(LintedStatement lintedStatement, ServerProfile profile) {
        Engine engine = new Engine(profile);
        Optional<DmlStatement> dmlStatement = lintedStatement.findDml();
        Statement statement = lintedStatement.statement().orElse(null);
        try {
            if (dmlStatement.isPresent()) {
                engine.check(lintedStatement.catalogBefore(), lintedStatement.session(), dmlStatement.get());
            } else if (statement != null && !(statement instanceof Statement.OpaqueStatement)) {
                engine.apply(lintedStatement.catalogBefore(), lintedStatement.session(), statement);
            }
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal);
        }
    }

    /**
     * Returns the refusal of a query; empty if the server accepts it, if the server of the schema also refuses it, or
     * if this version of Cairn can't parse it.
     */
    private static Optional<Refusal> findRefusal(
            QueryListing listing, CheckedQuery query, LintInput input, ServerProfile profile) {
        try {
            ReadingStatement statement = ApplicationStatement.parseSample(listing.schemaName(), query);
            statement.analyze(input.profile(), input.catalog());
            return findRefusal(statement, input, profile);
        } catch (Refusal | SqlSyntaxException ignored) {
            return Optional.empty();
        }
    }

    private static Optional<Refusal> findRefusal(ReadingStatement statement, LintInput input, ServerProfile profile) {
        try {
            statement.analyze(profile, input.catalog());
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal);
        }
    }
}
