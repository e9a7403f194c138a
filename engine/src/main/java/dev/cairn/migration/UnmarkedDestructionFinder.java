package dev.cairn.migration;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Table;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Destruction;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the statements of a migration that destroy data without the marker {@code -- destructive:}, which states
 * consent. Recording writes the marker; a statement that was written by hand may lack it. A statement that ends a
 * rebuild names a table or partitions that are to be replaced, but what it destroys depends on the statements that
 * copied their rows, and on the place of the migration in the chain. Its marker must therefore name each loss.
 */
final class UnmarkedDestructionFinder {
    private final Catalog initialCatalog;
    private final ServerProfile profile;
    private final RowOriginTracker rowOriginTracker;

    /** @param initialCatalog the catalog before the migration */
    UnmarkedDestructionFinder(Catalog initialCatalog, ServerProfile profile) {
        this.initialCatalog = initialCatalog;
        this.profile = profile;
        this.rowOriginTracker = new RowOriginTracker(initialCatalog);
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
        Optional<String> effect = statement instanceof AccessStatement
                ? Optional.empty()
                : describeUnnamedLosses(simulatedAction).or(() -> describeUnmarkedEffect(simulatedAction));
        applyStatement(simulatedAction, statement);
        return effect;
    }

    /**
     * Returns what the next statement of a downgrade destroys although no marker names it. A downgrade asks for consent
     * when it runs, but it knows what a rebuild destroys only from the markers. Must be called for each statement in
     * order.
     */
    Optional<String> findUnnamedLoss(SimulatedAction simulatedAction) {
        boolean isEvident =
                new Destruction(simulatedAction).describeImmediateLoss().isPresent();
        Optional<String> effect = isEvident ? Optional.empty() : describeUnnamedLosses(simulatedAction);
        Statement statement = simulatedAction.action().statement();
        if (statement != null) {
            applyStatement(simulatedAction, statement);
        }
        return effect;
    }

    private void applyStatement(SimulatedAction simulatedAction, Statement statement) {
        rowOriginTracker.applyStatement(
                statement, simulatedAction.sessionBefore(), simulatedAction.catalogBefore(), profile);
    }

    /** Describes what the end of a rebuild destroys although no marker names it. */
    private Optional<String> describeUnnamedLosses(SimulatedAction simulatedAction) {
        MigrationAction action = simulatedAction.action();
        if (action.allows(ChainRule.UNMARKED_DESTRUCTION.code())) {
            return Optional.empty();
        }
        List<String> reasons = action.announcedLosses();
        List<RowLoss> unnamedLosses = findRebuildLosses(simulatedAction).stream()
                .filter(loss -> reasons.stream().noneMatch(loss::isNamedIn))
                .toList();
        String description = unnamedLosses.stream().map(RowLoss::description).collect(Collectors.joining(", "));
        if (unnamedLosses.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                unnamedLosses.get(0).kind() == RowLoss.Kind.TABLE
                        ? description
                        : "ends a rebuild that loses data (" + description + "), which the reason has to name,");
    }

    private List<RowLoss> findRebuildLosses(SimulatedAction simulatedAction) {
        Statement statement = simulatedAction.action().statement();
        ObjectName name = simulatedAction.target();
        Optional<Table> table = name == null
                ? Optional.empty()
                : simulatedAction.catalogBefore().findTable(name.database(), name.name());
        if (name == null || table.isEmpty()) {
            return List.of();
        }
        if (hasRowsOfReplacedTable(name) && dropsAllRows(statement)) {
            return rowOriginTracker.findRowLosses(name, table.get());
        }
        boolean replacesPartitions = simulatedAction.action().isMarked(Marker.Rebuild.class)
                && statement instanceof Statement.AlterTable alter
                && alter.clauses().stream().anyMatch(AlterClause.ReplacePartitions.class::isInstance);
        return replacesPartitions ? rowOriginTracker.findPartitionLosses(name, table.get()) : List.of();
    }

    private static boolean dropsAllRows(@Nullable Statement statement) {
        return (statement instanceof Statement.DropTable drop && !drop.isTemporary())
                || (statement instanceof Statement.TruncateTable truncate
                        && truncate.partitions() == null
                        && truncate.partitionKeys().isEmpty());
    }

    /** Returns whether the table with this name has rows that a table of another name had before the migration. */
    private boolean hasRowsOfReplacedTable(ObjectName name) {
        return rowOriginTracker
                .findOrigin(name)
                .filter(origin -> !origin.equals(name))
                .isPresent();
    }

    private Optional<String> describeUnmarkedEffect(SimulatedAction simulatedAction) {
        ObjectName name = simulatedAction.target();
        boolean isEndOfRebuild = name != null
                && hasRowsOfReplacedTable(name)
                && dropsAllRows(simulatedAction.action().statement());
        return hasConsent(simulatedAction.action()) || isEndOfRebuild
                ? Optional.empty()
                : describeEffect(new Destruction(simulatedAction));
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
        Catalog currentCatalog = destruction.simulatedAction().catalogBefore();
        return currentCatalog.findTable(name.database(), name.name()).isPresent()
                ? rowOriginTracker.findOrigin(name).isPresent()
                : SchemaObject.find(currentCatalog, name).isEmpty()
                        || SchemaObject.find(initialCatalog, name).isPresent();
    }
}
