package dev.cairn.migration;

import dev.cairn.analysis.UnknownFunction;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.advice.QueryAdviceRule;
import dev.cairn.engine.advice.QueryWarning;
import dev.cairn.engine.advice.ValueWarningFinder;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.row.NullAssignment;
import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.ChainProblem.ChainLocation;
import dev.cairn.plan.Planner;
import dev.cairn.plan.WidenedColumns;
import dev.cairn.plan.WidenedColumns.WideColumnFinder;
import dev.cairn.plan.access.BuiltInRoleGrants;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.seed.SeedStatements;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.PlaceholderResolver;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Applies each migration and its downgrade, which must restore the previous catalog unless the migration is
 * irreversible. Reports the statements that a server would refuse, and warns about others.
 */
final class ChainVerification {
    /**
     * Parses the statements as a run sends them. The sequence number is arbitrary, because javac does not know the
     * number of a run.
     */
    private static final SentStatementParser SENT_STATEMENT_PARSER = SentStatementParser.forSequence(1);

    private final Engine engine;
    private final Session session;
    private final Catalog initialCatalog;
    private final List<Migration> migrations;
    private final ParsedMigrations parsedMigrations;
    private final ChainFindings findings;
    private final RecordedExternalObjects recordedExternalObjects;

    /** A catalog, and the session whose statements change it. */
    private record CatalogState(Catalog catalog, Session session) {}

    /**
     * The result of a statement.
     *
     * @param bindings the columns to which the parts of a statement that changes rows refer
     */
    private record AppliedStatement(StatementResult result, Bindings bindings) {}

    ChainVerification(
            ChainVerifier verifier,
            List<Migration> migrations,
            ParsedMigrations parsedMigrations,
            ChainFindings findings) {
        this.engine = verifier.engine();
        this.session = verifier.session();
        this.initialCatalog = verifier.initialCatalog();
        this.migrations = migrations;
        this.parsedMigrations = parsedMigrations;
        this.findings = findings;
        this.recordedExternalObjects = new RecordedExternalObjects(engine.profile());
        for (Migration migration : migrations) {
            parsedMigrations
                    .find(migration)
                    .ifPresent(parsedMigration ->
                            recordedExternalObjects.addSchemaObjects(parsedMigration.upgrade(), session));
        }
    }

    /**
     * Returns the catalog after the last migration, or before the first one with a refused statement. Adds the problems
     * and the warnings to the findings.
     */
    Catalog verify() {
        CatalogState recordedState = new CatalogState(initialCatalog, session);
        CatalogState sentState = recordedState;
        for (Migration migration : migrations) {
            Optional<ParsedMigrations.ParsedMigration> parsedMigration = parsedMigrations.find(migration);
            if (parsedMigration.isEmpty()) {
                break;
            }
            int problemCountBefore = findings.problems().size();
            UnmarkedDestructionFinder unmarkedDestructionFinder =
                    new UnmarkedDestructionFinder(recordedState.catalog(), engine.profile());
            Optional<CatalogState> stateAfter = applyActions(
                    recordedState,
                    migration,
                    Attribute.UPGRADE,
                    parsedMigration.get().upgradeForServer(engine.profile()),
                    (location, simulatedAction, bindings) -> {
                        addDestructionWarning(location, unmarkedDestructionFinder.findUnmarkedEffect(simulatedAction));
                        addWarnings(location, migration.upgrade().get(location.index()), simulatedAction, bindings);
                    });
            if (stateAfter.isEmpty()) {
                break;
            }
            List<MigrationAction> downgradeActions = parsedMigration.get().downgradeForServer(engine.profile());
            UnmarkedDestructionFinder unnamedLossFinder =
                    new UnmarkedDestructionFinder(stateAfter.get().catalog(), engine.profile());
            Optional<CatalogState> restoredState = applyActions(
                    stateAfter.get(),
                    migration,
                    Attribute.DOWNGRADE,
                    downgradeActions,
                    (location, simulatedAction, bindings) -> {
                        addDestructionWarning(location, unnamedLossFinder.findUnnamedLoss(simulatedAction));
                        addWarnings(location, migration.downgrade().get(location.index()), simulatedAction, bindings);
                    });
            if (findings.problems().size() == problemCountBefore) {
                Optional<CatalogState> sentStateAfter =
                        applyAsSent(sentState, migration, recordedState, stateAfter.get());
                if (sentStateAfter.isEmpty()) {
                    break;
                }
                sentState = sentStateAfter.get();
            }
            if (restoredState.isPresent() && migration.irreversibleReason().isEmpty()) {
                List<Marker.KeepsType> keptTypes = downgradeActions.stream()
                        .flatMap(action -> action.findKeptTypes().stream())
                        .toList();
                WideColumnFinder upgradedFinder =
                        WideColumnFinder.of(stateAfter.get().catalog());
                // If the upgrade renames the column or its table, only the downgrade gives it its former name.
                WideColumnFinder restoredFinder =
                        WideColumnFinder.of(restoredState.get().catalog());
                Catalog expectedCatalog = new WidenedColumns(
                                recordedState.catalog(),
                                (tableName, columnName) -> upgradedFinder
                                        .find(tableName, columnName)
                                        .or(() -> restoredFinder.find(tableName, columnName)),
                                session)
                        .widenColumns(keptTypes);
                checkRestored(restoredState.get().catalog(), expectedCatalog, migration);
            }
            recordedState = new CatalogState(stateAfter.get().catalog(), session);
        }
        return recordedState.catalog();
    }

    /**
     * Applies a migration in the form that a run sends, with other names of staging and retired objects. The processor
     * has to report every statement that the server would refuse in a run. Returns the state after the migration, which
     * equals the state after the recorded statements unless their effect depends on these names; empty if a statement
     * of the upgrade is refused.
     *
     * @param sentStateBefore the state after the preceding migrations as they are sent
     */
    @SuppressWarnings(
            "ReferenceEquality") // the same object until one of them differs; equal catalogs are slow to compare
    private Optional<CatalogState> applyAsSent(
            CatalogState sentStateBefore,
            Migration migration,
            CatalogState recordedStateBefore,
            CatalogState recordedStateAfter) {
        if (sentStateBefore.catalog() == recordedStateBefore.catalog() && !hasTemporaryNames(migration)) {
            return Optional.of(recordedStateAfter);
        }
        Optional<CatalogState> sentState = applyActions(
                sentStateBefore,
                migration,
                Attribute.UPGRADE,
                parseAsSent(migration.upgrade()),
                AppliedActionListener.DO_NOTHING);
        sentState.ifPresent(state -> applyActions(
                state,
                migration,
                Attribute.DOWNGRADE,
                parseAsSent(migration.downgrade()),
                AppliedActionListener.DO_NOTHING));
        return sentState.map(state -> state.catalog().equals(recordedStateAfter.catalog())
                ? recordedStateAfter
                : new CatalogState(state.catalog(), session));
    }

    private static boolean hasTemporaryNames(Migration migration) {
        return Stream.concat(migration.upgrade().stream(), migration.downgrade().stream())
                .anyMatch(TemporaryName::isMentionedIn);
    }

    private List<MigrationAction> parseAsSent(List<String> statementTexts) {
        return statementTexts.stream()
                .map(text -> SENT_STATEMENT_PARSER
                        .parse(text, PlaceholderResolver.KEEP_PLACEHOLDERS)
                        .forServer(engine.profile()))
                .toList();
    }

    /**
     * Checks that the downgrade restores the previous catalog. The first step of the remaining plan shows best what
     * is missing.
     */
    private void checkRestored(Catalog restoredCatalog, Catalog expectedCatalog, Migration migration) {
        Plan remainingPlan = new Planner(engine, session).plan(restoredCatalog, expectedCatalog, Renames.NONE);
        if (!remainingPlan.isEmpty()) {
            String firstMissingStep = remainingPlan.steps().isEmpty()
                    ? remainingPlan.impossibleChanges().get(0).toString()
                    : remainingPlan.steps().get(0).text();
            findings.addProblem(ChainProblem.of(
                    ChainRule.NOT_RESTORED, migration, Attribute.DOWNGRADE, migration.name(), firstMissingStep));
        }
    }

    private void addDestructionWarning(ChainLocation location, Optional<String> effect) {
        effect.ifPresent(description ->
                findings.addWarning(new ChainProblem(ChainRule.UNMARKED_DESTRUCTION, location, description)));
    }

    private void addWarnings(
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

    /** Receives each statement after it was applied. */
    private interface AppliedActionListener {
        AppliedActionListener DO_NOTHING = (location, simulatedAction, bindings) -> {};

        /**
         * Receives a statement that was applied, or skipped because it was refused or is not read.
         *
         * @param bindings the columns to which the parts of a statement that changes rows refer
         */
        void onApplied(ChainLocation location, SimulatedAction simulatedAction, Bindings bindings);
    }

    private Optional<CatalogState> applyActions(
            CatalogState initialState,
            Migration migration,
            Attribute attribute,
            List<MigrationAction> actions,
            AppliedActionListener listener) {
        CatalogState state =
                new CatalogState(initialState.catalog(), session.withVariables(migration.sessionSettings()));
        for (int i = 0; i < actions.size(); i++) {
            Statement statement = actions.get(i).statement();
            boolean changesRows =
                    statement instanceof Statement.OpaqueStatement opaqueStatement && opaqueStatement.changesRows();
            state = new CatalogState(
                    actions.get(i).applyGrantTransfer(state.catalog(), state.session()), state.session());
            StatementResult result = new StatementResult(state.catalog(), state.session(), ChangeCost.IMMEDIATE);
            Bindings bindings = new Bindings();
            if (statement != null && !(changesRows && actions.get(i).isUnread())) {
                checkFallbacks(state, migration, attribute, i);
                try {
                    AppliedStatement appliedStatement = applyWithFormerObjects(state, migration, statement);
                    result = withSeedRows(appliedStatement.result(), actions.get(i));
                    bindings = appliedStatement.bindings();
                } catch (Refusal refusal) {
                    if (!actions.get(i).allowsRefusal()) {
                        findings.addProblem(createRefusalProblem(migration, attribute, i, refusal, state, statement));
                        if (!changesRows) {
                            return Optional.empty();
                        }
                    }
                }
            }
            listener.onApplied(
                    ChainLocation.of(migration, attribute, i),
                    new SimulatedAction(
                            actions.get(i),
                            state.session(),
                            state.catalog(),
                            result.session(),
                            result.catalog(),
                            result.cost()),
                    bindings);
            state = new CatalogState(result.catalog(), result.session());
        }
        return Optional.of(state);
    }

    /** Reports each placeholder whose fallback is refused; a run uses the fallback if no value is configured. */
    private void checkFallbacks(CatalogState state, Migration migration, Attribute attribute, int statementIndex) {
        String text =
                (attribute == Attribute.UPGRADE ? migration.upgrade() : migration.downgrade()).get(statementIndex);
        if (!Placeholder.isContainedIn(text)) {
            return;
        }
        for (int fallbackIndex = 0; ; fallbackIndex++) {
            PlaceholderFallbackResolver fallbackResolver = new PlaceholderFallbackResolver(fallbackIndex);
            MigrationAction action = MigrationAction.parse(text, fallbackResolver);
            Placeholder placeholder = fallbackResolver.placeholder();
            if (placeholder == null) {
                return;
            }
            if (fallbackResolver.hasInvalidBucketCount()) {
                findings.addProblem(new ChainProblem(
                        ChainRule.INVALID_BUCKETS_FALLBACK,
                        ChainLocation.of(migration, attribute, statementIndex),
                        placeholder.toString()));
            }
            try {
                apply(state, Objects.requireNonNull(action.statement()));
            } catch (Refusal refusal) {
                Span span = refusal.span();
                if (span != null && containsPlaceholder(placeholder, text, span)) {
                    findings.addProblem(new ChainProblem(
                            ChainRule.REFUSED,
                            new ChainLocation(migration.name(), attribute, statementIndex, span),
                            engine.profile().version().toString(),
                            "the fallback of " + placeholder + ": " + refusal.detail()));
                }
            }
        }
    }

    /**
     * Returns whether the refused part contains the placeholder; the fallback is not the cause of any other refusal.
     */
    private static boolean containsPlaceholder(Placeholder placeholder, String text, Span span) {
        return span.textIn(text).contains(placeholder.toString());
    }

    private static StatementResult withSeedRows(StatementResult result, MigrationAction action) {
        return action.isSeed()
                ? new StatementResult(
                        SeedStatements.apply(result.catalog(), result.session(), action),
                        result.session(),
                        result.cost())
                : result;
    }

    private ChainProblem createRefusalProblem(
            Migration migration,
            Attribute attribute,
            int statementIndex,
            Refusal refusal,
            CatalogState state,
            Statement statement) {
        Optional<UnknownName> unknownName = statement instanceof Statement.OpaqueStatement opaqueStatement
                ? UnknownName.findIn(opaqueStatement.text(), refusal, state.catalog(), state.session())
                : Optional.empty();
        boolean isOpaque = statement instanceof Statement.OpaqueStatement;
        String message = isOpaque && UnknownFunction.mayBeReasonOf(refusal)
                ? refusal.detail() + " (if only a newer server supports it, write -- unread in the line above)"
                : refusal.detail();
        return new ChainProblem(
                ChainRule.REFUSED,
                new ChainLocation(migration.name(), attribute, statementIndex, refusal.span()),
                List.of(engine.profile().version().toString(), message),
                unknownName.orElse(null),
                UnknownFunction.findIn(refusal).orElse(null));
    }

    /**
     * Applies a statement. If the server refuses it, the catalog is extended by the former external objects that the
     * statement reads, and the statement is applied again. In the last migration, an object that is missing in a
     * database of the catalog is an error.
     */
    private AppliedStatement applyWithFormerObjects(CatalogState state, Migration migration, Statement statement) {
        try {
            return apply(state, statement);
        } catch (Refusal refusal) {
            boolean isLastMigration = migration.equals(migrations.get(migrations.size() - 1));
            Catalog extendedCatalog = recordedExternalObjects
                    .extendCatalog(statement, state.catalog(), state.session(), isLastMigration)
                    .orElseThrow(() -> refusal);
            return apply(new CatalogState(extendedCatalog, state.session()), statement);
        }
    }

    private AppliedStatement apply(CatalogState state, Statement statement) {
        Bindings bindings = new Bindings();
        return new AppliedStatement(engine.apply(state.catalog(), state.session(), statement, bindings), bindings);
    }
}
