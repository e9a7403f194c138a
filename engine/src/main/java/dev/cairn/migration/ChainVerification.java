package dev.cairn.migration;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.MigrationApplier.AppliedActionListener;
import dev.cairn.plan.Planner;
import dev.cairn.plan.WidenedColumns;
import dev.cairn.plan.WidenedColumns.WideColumnFinder;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ast.PlaceholderResolver;
import java.util.List;
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
    private final MigrationApplier applier;
    private final AppliedActionWarnings warnings;

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
        this.applier = new MigrationApplier(engine, session, migrations, findings, collectFormerObjects());
        this.warnings = new AppliedActionWarnings(findings);
    }

    private FormerExternalObjects collectFormerObjects() {
        FormerExternalObjects formerObjects = new FormerExternalObjects(engine.profile());
        for (Migration migration : migrations) {
            formerObjects.addMigration(
                    parsedMigrations
                            .find(migration)
                            .map(ParsedMigrations.ParsedMigration::upgrade)
                            .orElse(List.of()),
                    session);
        }
        return formerObjects;
    }

    /**
     * Returns the catalog after the last migration, or before the first one with a refused statement. Adds the problems
     * and the warnings to the findings.
     */
    Catalog verify() {
        Catalog recordedCatalog = initialCatalog;
        Catalog sentCatalog = initialCatalog;
        for (Migration migration : migrations) {
            Optional<ParsedMigrations.ParsedMigration> parsedMigration = parsedMigrations.find(migration);
            if (parsedMigration.isEmpty()) {
                break;
            }
            int problemCountBefore = findings.problems().size();
            Optional<Catalog> upgradedCatalog = applyUpgrade(
                    recordedCatalog, migration, parsedMigration.get().upgradeForServer(engine.profile()));
            if (upgradedCatalog.isEmpty()) {
                break;
            }
            List<MigrationAction> downgradeActions = parsedMigration.get().downgradeForServer(engine.profile());
            Optional<Catalog> restoredCatalog = applyDowngrade(upgradedCatalog.get(), migration, downgradeActions);
            if (findings.problems().size() == problemCountBefore) {
                Optional<Catalog> sentCatalogAfter =
                        applyAsSent(sentCatalog, migration, recordedCatalog, upgradedCatalog.get());
                if (sentCatalogAfter.isEmpty()) {
                    break;
                }
                sentCatalog = sentCatalogAfter.get();
            }
            if (restoredCatalog.isPresent() && migration.irreversibleReason().isEmpty()) {
                Catalog expectedCatalog = widenKeptColumns(
                        recordedCatalog, upgradedCatalog.get(), restoredCatalog.get(), downgradeActions);
                checkRestored(restoredCatalog.get(), expectedCatalog, migration);
            }
            recordedCatalog = upgradedCatalog.get();
        }
        return recordedCatalog;
    }

    private Optional<Catalog> applyUpgrade(
            Catalog catalogBefore, Migration migration, List<MigrationAction> upgradeActions) {
        UnmarkedDestructionFinder destructionFinder = new UnmarkedDestructionFinder(catalogBefore, engine.profile());
        return applier.apply(
                catalogBefore, migration, Attribute.UPGRADE, upgradeActions, (location, simulatedAction, bindings) -> {
                    warnings.warnOfDestruction(location, destructionFinder.findUnmarkedEffect(simulatedAction));
                    warnings.warnOfValuesAndRoles(
                            location, migration.upgrade().get(location.index()), simulatedAction, bindings);
                });
    }

    private Optional<Catalog> applyDowngrade(
            Catalog upgradedCatalog, Migration migration, List<MigrationAction> downgradeActions) {
        UnmarkedDestructionFinder destructionFinder = new UnmarkedDestructionFinder(upgradedCatalog, engine.profile());
        return applier.apply(
                upgradedCatalog,
                migration,
                Attribute.DOWNGRADE,
                downgradeActions,
                (location, simulatedAction, bindings) -> {
                    warnings.warnOfDestruction(location, destructionFinder.findUnnamedLoss(simulatedAction));
                    warnings.warnOfValuesAndRoles(
                            location, migration.downgrade().get(location.index()), simulatedAction, bindings);
                });
    }

    /** Returns the catalog before a migration, with the wider types that its downgrade keeps. */
    private Catalog widenKeptColumns(
            Catalog catalogBefore,
            Catalog upgradedCatalog,
            Catalog restoredCatalog,
            List<MigrationAction> downgradeActions) {
        List<Marker.KeepsType> keptTypes = downgradeActions.stream()
                .flatMap(action -> action.findKeptTypes().stream())
                .toList();
        WideColumnFinder upgradedFinder = WideColumnFinder.of(upgradedCatalog);
        // If the upgrade renames the column or its table, only the downgrade gives it its former name.
        WideColumnFinder restoredFinder = WideColumnFinder.of(restoredCatalog);
        return new WidenedColumns(
                        catalogBefore,
                        (tableName, columnName) -> upgradedFinder
                                .find(tableName, columnName)
                                .or(() -> restoredFinder.find(tableName, columnName)),
                        session)
                .widenColumns(keptTypes);
    }

    /**
     * Applies a migration in the form that a run sends, with other names of staging and retired objects. The processor
     * has to report every statement that the server would refuse in a run. Returns the catalog after the migration,
     * which equals the catalog after the recorded statements unless their effect depends on these names; empty if a
     * statement of the upgrade is refused.
     *
     * @param sentCatalogBefore the catalog after the preceding migrations as they are sent
     */
    @SuppressWarnings(
            "ReferenceEquality") // the same object until one of them differs; equal catalogs are slow to compare
    private Optional<Catalog> applyAsSent(
            Catalog sentCatalogBefore,
            Migration migration,
            Catalog recordedCatalogBefore,
            Catalog recordedCatalogAfter) {
        if (sentCatalogBefore == recordedCatalogBefore && !hasTemporaryNames(migration)) {
            return Optional.of(recordedCatalogAfter);
        }
        Optional<Catalog> sentCatalog = applier.apply(
                sentCatalogBefore,
                migration,
                Attribute.UPGRADE,
                parseAsSent(migration.upgrade()),
                AppliedActionListener.DO_NOTHING);
        sentCatalog.ifPresent(catalog -> applier.apply(
                catalog,
                migration,
                Attribute.DOWNGRADE,
                parseAsSent(migration.downgrade()),
                AppliedActionListener.DO_NOTHING));
        return sentCatalog.map(catalog -> catalog.equals(recordedCatalogAfter) ? recordedCatalogAfter : catalog);
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
}
