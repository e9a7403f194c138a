package dev.cairn.migration;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Destruction;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the statements of a migration that destroy data without the marker {@code -- destructive:}, which states
 * consent. Recording writes the marker; a statement that was written by hand may lack it.
 */
final class UnmarkedDestructionFinder {
    private final Catalog initialCatalog;
    private final ServerProfile profile;
    private final MigrationRows migrationRows;

    /** @param initialCatalog the catalog before the migration */
    UnmarkedDestructionFinder(Catalog initialCatalog, ServerProfile profile) {
        this.initialCatalog = initialCatalog;
        this.profile = profile;
        this.migrationRows = new MigrationRows(initialCatalog);
    }

    /**
     * Returns what the next statement of the migration destroys; empty if the statement destroys nothing or has the
     * marker. Must be called for each statement of the migration in order, because it tracks where the rows are.
     */
    Optional<String> findUnmarkedEffect(SimulatedAction simulatedAction) {
        Statement statement = simulatedAction.action().statement();
        if (statement == null) {
            return Optional.empty();
        }
        Optional<String> effect = hasConsent(simulatedAction.action()) || statement instanceof AccessStatement
                ? Optional.empty()
                : describeEffect(new Destruction(simulatedAction));
        migrationRows.recordStatement(
                statement, simulatedAction.sessionBefore(), simulatedAction.catalogBefore(), profile);
        return effect;
    }

    private static boolean hasConsent(MigrationAction action) {
        return action.isMarked(Marker.Destructive.class) || action.allows(ChainRule.UNMARKED_DESTRUCTION.code());
    }

    private Optional<String> describeEffect(Destruction destruction) {
        List<String> effects = new ArrayList<>();
        ObjectName subjectName = destruction.subject();
        if (!destruction.isConditional() && (subjectName == null || mayHaveEarlierRows(subjectName, destruction))) {
            destruction.describeImmediateLoss().ifPresent(effects::add);
        }
        destruction.describeLaterDeletions().forEach((name, reason) -> {
            if (mayHaveEarlierRows(name, destruction)) {
                effects.add(reason);
            }
        });
        return effects.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", effects));
    }

    /** Returns whether an object may have rows that the migration did not write itself. */
    private boolean mayHaveEarlierRows(ObjectName name, Destruction destruction) {
        if (TemporaryName.isStaging(name.name())) {
            return false;
        }
        Catalog currentCatalog = destruction.simulatedAction().catalogBefore();
        return currentCatalog.table(name.database(), name.name()).isPresent()
                ? migrationRows.findOrigin(name).isPresent()
                : SchemaObject.find(currentCatalog, name).isEmpty()
                        || SchemaObject.find(initialCatalog, name).isPresent();
    }
}
