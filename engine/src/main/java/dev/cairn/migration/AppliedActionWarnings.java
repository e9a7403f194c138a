package dev.cairn.migration;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.engine.advice.QueryAdviceRule;
import dev.cairn.engine.advice.QueryWarning;
import dev.cairn.engine.advice.ValueWarningFinder;
import dev.cairn.engine.row.NullAssignment;
import dev.cairn.migration.ChainProblem.ChainLocation;
import dev.cairn.plan.access.BuiltInRoleGrants;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Warns about statements that a server accepts although they may do harm. The warnings are added to the findings.
 */
record AppliedActionWarnings(ChainFindings findings) {
    /** Adds a warning about an effect that no marker states; adds nothing if the effect is empty. */
    void warnOfDestruction(ChainLocation location, Optional<String> effect) {
        effect.ifPresent(description ->
                findings.addWarning(new ChainProblem(ChainRule.UNMARKED_DESTRUCTION, location, description)));
    }

    /**
     * @param bindings the columns to which the parts of a statement that changes rows refer
     */
    void warnOfValuesAndRoles(
            ChainLocation location, String statementText, SimulatedAction simulatedAction, Bindings bindings) {
        warnOfBuiltInRoles(location, simulatedAction);
        if (simulatedAction.action().statement() instanceof Statement.OpaqueStatement opaqueStatement
                && opaqueStatement.changesRows()) {
            warnOfLiterals(location, statementText, simulatedAction.action(), bindings);
        }
        if (!simulatedAction.action().allows(ChainRule.NULL_ASSIGNMENT.code())) {
            for (NullAssignment assignment : NullAssignment.findAll(bindings)) {
                findings.addWarning(new ChainProblem(
                        ChainRule.NULL_ASSIGNMENT,
                        location.withSpan(assignment.value().span()),
                        assignment.column().name()));
            }
        }
    }

    /** Warns about literals that are not values of the column or type with which they are used. */
    private void warnOfLiterals(
            ChainLocation location, String statementText, MigrationAction action, Bindings bindings) {
        for (QueryWarning warning : ValueWarningFinder.findWarnings(bindings, span -> span.textIn(statementText))) {
            findLiteralRule(warning.rule())
                    .filter(rule -> !action.allows(rule.code()))
                    .ifPresent(rule -> findings.addWarning(
                            new ChainProblem(rule, location.withSpan(warning.span()), warning.text())));
        }
    }

    private static Optional<ChainRule> findLiteralRule(QueryAdviceRule adviceRule) {
        return switch (adviceRule) {
            case LITERAL_LENGTH -> Optional.of(ChainRule.LITERAL_LENGTH);
            case LITERAL_VALUE -> Optional.of(ChainRule.LITERAL_VALUE);
            default -> Optional.empty();
        };
    }

    private void warnOfBuiltInRoles(ChainLocation location, SimulatedAction simulatedAction) {
        Statement statement = simulatedAction.action().statement();
        if (statement != null && !simulatedAction.action().allows(ChainRule.BUILT_IN_ROLE_GRANTED.code())) {
            List<String> grants = BuiltInRoleGrants.describeBeyondSchema(statement, simulatedAction.catalogBefore());
            if (!grants.isEmpty()) {
                findings.addWarning(
                        new ChainProblem(ChainRule.BUILT_IN_ROLE_GRANTED, location, String.join(", and ", grants)));
            }
        }
    }
}
