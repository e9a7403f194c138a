package dev.cairn.migration;

import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.ChainProblem.ChainLocation;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.profile.ServerProfile;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The statements of migrations, each parsed once. A migration with a problem, such as a syntax error, has no parsed
 * statements, so later checks need not handle syntax errors.
 */
final class ParsedMigrations {
    /** The statements of each migration, by identity; empty for a migration with a problem. */
    private final IdentityHashMap<Migration, Optional<ParsedMigration>> parsedMigrationByMigration =
            new IdentityHashMap<>();

    /** The parsed statements of one migration. */
    record ParsedMigration(List<MigrationAction> upgrade, List<MigrationAction> downgrade) {
        /** Returns the upgrade for servers of a kind. */
        List<MigrationAction> upgradeForServer(ServerProfile profile) {
            return upgrade.stream().map(action -> action.forServer(profile)).toList();
        }

        /** Returns the downgrade for servers of a kind. */
        List<MigrationAction> downgradeForServer(ServerProfile profile) {
            return downgrade.stream().map(action -> action.forServer(profile)).toList();
        }
    }

    /** Parses the statements of the migrations, and adds their problems and warnings to the findings. */
    static ParsedMigrations of(List<Migration> migrations, ChainFindings findings) {
        ParsedMigrations parsedMigrations = new ParsedMigrations();
        for (Migration migration : migrations) {
            int problemCount = findings.problems().size();
            List<MigrationAction> upgrade = parse(migration, Attribute.UPGRADE, migration.upgrade(), findings);
            List<MigrationAction> downgrade = parse(migration, Attribute.DOWNGRADE, migration.downgrade(), findings);
            parsedMigrations.parsedMigrationByMigration.put(
                    migration,
                    findings.problems().size() == problemCount
                            ? Optional.of(new ParsedMigration(upgrade, downgrade))
                            : Optional.empty());
        }
        return parsedMigrations;
    }

    private static List<MigrationAction> parse(
            Migration migration, Attribute attribute, List<String> statementTexts, ChainFindings findings) {
        List<MigrationAction> actions = new ArrayList<>(statementTexts.size());
        for (int i = 0; i < statementTexts.size(); i++) {
            ChainLocation location = ChainLocation.of(migration, attribute, i);
            new RecordedStatementParser(statementTexts.get(i), location, findings)
                    .parse()
                    .ifPresent(actions::add);
        }
        return actions;
    }

    /** Returns the statements of a migration; empty if the migration has a problem. */
    Optional<ParsedMigration> find(Migration migration) {
        return parsedMigrationByMigration.getOrDefault(migration, Optional.empty());
    }
}
