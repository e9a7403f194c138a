package dev.cairn.internal.migrate;

import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Requires consent for a downgrade that destroys data, or that reverts an irreversible migration: such a downgrade does
 * not restore the previous state. An upgrade needs no consent, because it was given when the
 * migration was recorded.
 */
public final class DowngradeConsentCheck {
    private final ApplicationSchema application;
    private final MigratorSettings settings;

    DowngradeConsentCheck(ApplicationSchema application, MigratorSettings settings) {
        this.application = application;
        this.settings = settings;
    }

    /**
     * Requires that the options allow the losses of all downgrades among the migrations.
     *
     * @throws MissingConsentException if a downgrade destroys data or reverts an irreversible migration without consent
     * @throws HistoryMismatchException if a migration is irreversible and has no downgrade
     */
    void requireConsent(List<PreparedMigration> migrations, ServerProfile profile) {
        List<String> irreversibleUpgrades = new ArrayList<>();
        List<String> losses = new ArrayList<>();
        for (PreparedMigration preparedMigration : migrations) {
            if (preparedMigration.direction() == Direction.DOWNGRADE) {
                RecordedMigration migration = preparedMigration.migration();
                requireDowngrade(migration, application.chooseTarget(profile));
                migration
                        .irreversible()
                        .ifPresent(reason -> irreversibleUpgrades.add(migration.name() + " (" + reason + ")"));
                losses.addAll(findLosses(preparedMigration));
            }
        }
        List<String> problems = new ArrayList<>();
        if (!irreversibleUpgrades.isEmpty()) {
            problems.add("does not restore everything that these upgrades have changed: "
                    + String.join("; ", irreversibleUpgrades));
        }
        if (!losses.isEmpty()) {
            problems.add("destroys data: " + String.join("; ", losses));
        }
        if (!problems.isEmpty()
                && !settings.get(MigratorSettings.ALLOWED_CHANGES).allowsDestruction()) {
            throw new MissingConsentException(
                    application.place(),
                    "the downgrade " + String.join("; and it ", problems),
                    "Give consent in the options of the migrator, or pass --destructive on the command line.");
        }
    }

    private void requireDowngrade(RecordedMigration migration, ServerProfile target) {
        if (migration.irreversible().isPresent() && !hasDowngrade(migration, target)) {
            throw new HistoryMismatchException(
                    application.place(migration),
                    "the migration has no downgrade: "
                            + migration.irreversible().get(),
                    migration.isCheckpoint()
                            ? "Downgrade to migration " + migration.number()
                                    + " at most. A release that still has the replaced migrations can revert them after"
                                    + " that."
                            : "Add the downgrade statements to the migration, or upgrade instead.");
        }
    }

    private static List<String> findLosses(PreparedMigration preparedMigration) {
        RecordedMigration migration = preparedMigration.migration();
        List<String> losses = new ArrayList<>();
        for (RunStep step : preparedMigration.steps()) {
            if (step instanceof StatementStep statementStep) {
                findLoss(statementStep).ifPresent(loss -> losses.add(migration.name() + ": " + loss));
            }
        }
        return losses;
    }

    /**
     * Returns whether a migration has statements that revert it on a target, or changes nothing there because all its
     * statements are meant for other targets.
     */
    private static boolean hasDowngrade(RecordedMigration migration, ServerProfile target) {
        return !migration.downgrade().isEmpty()
                && (migration.downgrade().stream().anyMatch(statementText -> appliesTo(target, statementText))
                        || migration.upgrade().stream().noneMatch(statementText -> appliesTo(target, statementText)));
    }

    /** Returns whether a statement applies to a target, that is, whether its condition includes the target. */
    private static boolean appliesTo(ServerProfile target, String statementText) {
        MigrationAction action = MigrationAction.parse(statementText);
        return action.forServer(target).equals(action);
    }

    /**
     * Returns the loss that a marker of the statement describes. If no marker does, and the statement destroys data,
     * returns the losses that follow from its effects, or the statement itself if its effects show none. Empty for a
     * statement that destroys nothing, and for a statement of a rebuild whose effects show no loss.
     */
    private static Optional<String> findLoss(StatementStep statementStep) {
        Optional<String> markedLoss = statementStep.simulatedStep().action().announcedLosses().stream()
                .findFirst();
        if (!statementStep.simulatedStep().destroysData() || markedLoss.isPresent()) {
            return markedLoss;
        }
        List<String> losses = statementStep.simulatedStep().effects().losses();
        if (!losses.isEmpty()) {
            return Optional.of(String.join(", ", losses));
        }
        return statementStep.simulatedStep().action().isMarked(Marker.Rebuild.class)
                ? Optional.empty()
                : Optional.of(
                        statementStep.redactedText().lines().map(String::strip).collect(Collectors.joining(" ")));
    }
}
