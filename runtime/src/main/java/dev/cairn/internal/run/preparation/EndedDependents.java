package dev.cairn.internal.run.preparation;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.reflection.DependentReader;
import dev.cairn.internal.reflection.TableDependent;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Finds the dependents of tables that steps break. A Routine Load is lost with its table, including the old table of a
 * rebuild; pipes, tasks and dictionaries break if no table has the name that they use; and every dependent fails
 * without a column that it uses.
 *
 * <pre>{@code
 * BrokenDependentFinder finder = BrokenDependentFinder.forSteps(steps);
 * // Sends no statement if the steps can't break any dependent.
 * finder.readBrokenDependents(connection, context::warn).forEach(dependent -> …);
 * }</pre>
 */
public final class EndedDependents {
    private static final String MISSING_COLUMNS_PREFIX = "these columns no longer exist: ";

    private final Catalog catalogBefore;
    private final Catalog catalogAfter;
    private final Map<ObjectName, TrackedTable> trackedTables = new HashMap<>();

    /** The keys of the managed cluster objects that the steps themselves drop. */
    private final Set<String> droppedObjectKeys = new HashSet<>();

    /** The name of a table after the steps, and the last step that changed it. */
    private static final class TrackedTable {
        private Optional<ObjectName> name;
        private int lastStep;

        TrackedTable(ObjectName name) {
            this.name = Optional.of(name);
        }
    }

    /**
     * A dependent that the steps break.
     *
     * @param step the number of the step that breaks the dependent
     * @param reason why the dependent breaks
     */
    public record EndedDependent(TableDependent dependent, int step, String reason) {
        /** Returns whether the table of the dependent remains, and only columns are missing that the dependent uses. */
        public boolean hasLostOnlyColumns() {
            return reason.startsWith(MISSING_COLUMNS_PREFIX);
        }

        public boolean isLoad() {
            return dependent.kind() == TableDependent.Kind.ROUTINE_LOAD;
        }

        /**
         * Returns a description, as in {@code Routine Load shop.clicks (RUNNING, …) of shop.orders: its table is
         * dropped}.
         */
        @Override
        public String toString() {
            return dependent + " of " + dependent.table() + ": " + reason;
        }
    }

    private EndedDependents(Catalog catalogBefore, Catalog catalogAfter) {
        this.catalogBefore = catalogBefore;
        this.catalogAfter = catalogAfter;
    }

    /**
     * Returns a finder for the dependents that steps break.
     *
     * @param steps the steps that are not done yet, in their order
     */
    public static EndedDependents followSteps(List<RunStep> steps) {
        List<RunStep.StatementStep> statements = RunStep.selectStatements(steps).toList();
        if (statements.isEmpty()) {
            return new EndedDependents(Catalog.EMPTY, Catalog.EMPTY);
        }
        EndedDependents endedDependents = new EndedDependents(
                statements.get(0).before(),
                statements.get(statements.size() - 1).after());
        Map<ObjectName, ObjectName> originalNames = new HashMap<>();
        statements.forEach(step -> endedDependents.followStep(step, originalNames));
        return endedDependents;
    }

    /** @param originalNames the names that existing tables had before the steps, by their present names; is updated */
    private void followStep(RunStep.StatementStep step, Map<ObjectName, ObjectName> originalNames) {
        Statement statement = step.step().action().statement();
        if (statement instanceof ClusterStatement.DropClusterObject drop
                && catalogBefore.clusterObjects().isManaged()) {
            droppedObjectKeys.add(ClusterObject.key(drop, step.session().databaseName()));
        } else if (statement instanceof Statement.CreateTable create) {
            // The rebuild of a script is several runs of one statement each.
            ObjectName name = ObjectName.resolve(create.name(), step.session());
            ObjectName originalName = name.withName(StagingName.originalName(name.name()));
            if (!originalName.equals(name)) {
                trackTable(originalName, Optional.of(name), step);
            }
        } else if (statement instanceof Statement.DropTable drop && !drop.isTemporary()) {
            ObjectName name = ObjectName.resolve(drop.table(), step.session());
            ObjectName originalName = originalNames.remove(name);
            trackTable(originalName == null ? name : originalName, Optional.empty(), step);
        } else if (statement instanceof Statement.DropDatabase drop) {
            catalogBefore
                    .database(drop.name().lastPart().text())
                    .ifPresent(database -> database.tables()
                            .values()
                            .forEach(table ->
                                    trackTable(new ObjectName(database.name(), table.name()), Optional.empty(), step)));
        } else if (statement instanceof ViewStatement.DropView
                || statement instanceof ViewStatement.DropMaterializedView) {
            statement
                    .changedObject()
                    .map(view -> ObjectName.resolve(view, step.session()))
                    .ifPresent(view -> trackTable(view, Optional.empty(), step));
        } else if (statement instanceof Statement.AlterTable alter) {
            ObjectName name = ObjectName.resolve(alter.table(), step.session());
            for (AlterClause clause : alter.clauses()) {
                if (clause instanceof AlterClause.RenameTable rename) {
                    followRename(name, name.withName(rename.newName().text()), step, originalNames);
                } else if (clause instanceof AlterClause.SwapTable swap) {
                    ObjectName otherName = name.withName(swap.otherTableName().text());
                    ObjectName originalName = originalNames.getOrDefault(name, name);
                    followRename(otherName, name, step, originalNames);
                    originalNames.put(otherName, originalName);
                    trackTable(originalName, Optional.of(otherName), step);
                } else if (clause instanceof AlterClause.DropColumn || clause instanceof AlterClause.RenameColumn) {
                    trackTable(originalNames.getOrDefault(name, name), Optional.of(name), step);
                }
            }
        }
    }

    private void followRename(
            ObjectName oldName, ObjectName newName, RunStep step, Map<ObjectName, ObjectName> originalNames) {
        ObjectName originalName =
                Optional.ofNullable(originalNames.remove(oldName)).orElse(oldName);
        originalNames.put(newName, originalName);
        trackTable(originalName, Optional.of(newName), step);
    }

    private void trackTable(ObjectName originalName, Optional<ObjectName> name, RunStep step) {
        boolean isLeftover = StagingName.isTemporary(originalName.name()); // by an interrupted run
        if (isLeftover || SchemaObject.find(catalogBefore, originalName).isPresent()) {
            TrackedTable trackedTable = trackedTables.computeIfAbsent(originalName, TrackedTable::new);
            trackedTable.name = name;
            trackedTable.lastStep = step.number();
        }
    }

    /** Returns whether the steps change no table in a way that could break a dependent. */
    public boolean isEmpty() {
        return trackedTables.isEmpty();
    }

    /**
     * Reads from the server which dependents the steps break. This takes no statement if the steps can't break any.
     *
     * @param problemListener receives a message for each subject that can't be read
     */
    public List<EndedDependent> read(ServerConnection connection, Consumer<String> problemListener) {
        if (isEmpty()) {
            return List.of();
        }
        List<TableDependent> dependents =
                DependentReader.readDependents(connection, Set.copyOf(trackedTables.keySet()), problemListener);
        for (Map.Entry<ObjectName, TrackedTable> entry : trackedTables.entrySet()) {
            ObjectName table = entry.getKey();
            boolean hasListedLoad = dependents.stream()
                    .anyMatch(dependent -> dependent.kind() == TableDependent.Kind.ROUTINE_LOAD
                            && dependent.table().equals(table));
            if (!hasListedLoad
                    && !isRebuilt(table, entry.getValue())
                    && DependentReader.hidesLoads(connection, table)) {
                problemListener.accept(
                        "the Routine Loads of " + table + " can't be read: the user lacks the privilege INSERT on it");
            }
        }
        return filterEndedDependents(dependents);
    }

    /**
     * Returns whether the steps replace a table with a copy. The user needs the privilege INSERT to fill the copy
     * anyway.
     */
    private boolean isRebuilt(ObjectName table, TrackedTable trackedTable) {
        boolean isLeftover = StagingName.isTemporary(table.name());
        boolean isReplacedByOther = trackedTable
                        .name
                        .filter(name -> !StagingName.isTemporary(name.name()))
                        .isEmpty()
                && SchemaObject.find(catalogAfter, table).isPresent();
        return isLeftover || isReplacedByOther;
    }

    /** Returns sentences that tell a user how to run the steps without losing the dependents. */
    public static String describeRemedy(List<EndedDependent> endedDependents) {
        boolean endsLoads = endedDependents.stream().anyMatch(ended -> ended.isLoad() && !ended.hasLostOnlyColumns());
        boolean breaksLoads = endedDependents.stream().anyMatch(ended -> ended.isLoad() && ended.hasLostOnlyColumns());
        boolean endsOthers = endedDependents.stream().anyMatch(ended -> !ended.isLoad());
        return (endsLoads
                        ? "First save the definitions that SHOW CREATE ROUTINE LOAD prints. Then PAUSE ROUTINE LOAD, and note"
                                + " the Progress in SHOW ROUTINE LOAD, the last offsets that were loaded. "
                        : "")
                + (breaksLoads ? "First PAUSE the Routine Loads that use a missing column. " : "")
                + (endsOthers ? "First save the definitions of the pipes, tasks and dictionaries. " : "")
                + "Then repeat the operation with --dependents=lose on the command line, or the option dependents of the"
                + " migrator."
                + (endsLoads ? " Finally create the Routine Loads again, with the offsets after the noted ones." : "")
                + (breaksLoads
                        ? " Finally change the columns of the paused loads with ALTER ROUTINE LOAD, and RESUME them."
                        : "")
                + (endsOthers ? " Finally create the pipes, tasks and dictionaries again." : "");
    }

    /** Selects the dependents that the steps break. */
    public List<EndedDependent> filterEndedDependents(List<TableDependent> dependents) {
        List<EndedDependent> endedDependents = new ArrayList<>();
        for (TableDependent dependent : dependents) {
            TrackedTable trackedTable = trackedTables.get(dependent.table());
            if (trackedTable != null && !droppedObjectKeys.contains(clusterKey(dependent))) {
                findEndReason(dependent, trackedTable)
                        .ifPresent(reason ->
                                endedDependents.add(new EndedDependent(dependent, trackedTable.lastStep, reason)));
            }
        }
        return endedDependents;
    }

    /** Returns why the steps break a dependent of a tracked table; empty if they do not break it. */
    private Optional<String> findEndReason(TableDependent dependent, TrackedTable trackedTable) {
        ObjectName table = dependent.table();
        boolean isBoundToName = dependent.kind().isBoundToName();
        Optional<ObjectName> usedTable = isBoundToName ? Optional.of(table) : trackedTable.name;
        if (!isBoundToName
                && usedTable
                        .map(ObjectName::name)
                        .filter(StagingName::isTemporary)
                        .isPresent()
                && !StagingName.isTemporary(table.name())) {
            return Optional.of("another table replaces its table");
        }
        if (usedTable.flatMap(name -> SchemaObject.find(catalogAfter, name)).isEmpty()) {
            boolean isReplacedByOther =
                    !isBoundToName && SchemaObject.find(catalogAfter, table).isPresent();
            return Optional.of(
                    isReplacedByOther
                            ? "another table replaces its table, which is dropped"
                            : trackedTable.name.isEmpty() ? "its table is dropped" : "its table is renamed");
        }
        if (isManaged(dependent)) {
            return Optional.empty(); // the steps pause the dependent, and change it like its table
        }
        Set<String> removedColumns = new TreeSet<>(columnNames(catalogBefore, table));
        removedColumns.removeAll(columnNames(catalogAfter, usedTable.get()));
        String joinedColumns = removedColumns.stream().filter(dependent::uses).collect(Collectors.joining(", "));
        return joinedColumns.isEmpty() ? Optional.empty() : Optional.of(MISSING_COLUMNS_PREFIX + joinedColumns);
    }

    /** Returns whether the schema manages the dependent. */
    private boolean isManaged(TableDependent dependent) {
        return catalogAfter.clusterObjects().find(clusterKey(dependent)).isPresent();
    }

    /** Returns the key of the dependent among cluster objects; an empty string if its kind is not one of theirs. */
    private static String clusterKey(TableDependent dependent) {
        ObjectName name = dependent.name();
        return dependent
                .kind()
                .clusterKind()
                .map(kind -> ClusterObject.key(kind, ClusterObject.fullName(kind, name.database(), name.name())))
                .orElse("");
    }

    private static List<String> columnNames(Catalog catalog, ObjectName table) {
        return SchemaObject.find(catalog, table).map(SchemaObject::columnNames).orElse(List.of());
    }
}
