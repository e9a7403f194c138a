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
 * Finds the dependents of tables that steps end. A Routine Load ends with its table, also with the old table of a
 * rebuild; pipes, tasks and dictionaries end if no table has the name that they use; and each of them fails without a
 * column that it uses.
 *
 * <pre>{@code
 * EndedDependents ended = EndedDependents.followSteps(steps);
 * ended.read(connection, context::warn).forEach(each -> ...); // no statement if the steps end nothing
 * }</pre>
 */
public final class EndedDependents {
    private static final String MISSING_COLUMNS = "these columns no longer exist: ";

    private final Catalog before;
    private final Catalog after;
    private final Map<ObjectName, TrackedTable> outcomesByTable = new HashMap<>();

    /** The keys of the managed cluster objects that the steps themselves drop. */
    private final Set<String> droppedObjects = new HashSet<>();

    /** The name of a table after the steps, and the last step that changed it. */
    private static final class TrackedTable {
        private Optional<ObjectName> name;
        private int step;

        TrackedTable(ObjectName name) {
            this.name = Optional.of(name);
        }
    }

    /**
     * A dependent that the steps end.
     *
     * @param step the number of the step that ends it
     * @param reason why it ends
     */
    public record EndedDependent(TableDependent dependent, int step, String reason) {
        /** Returns whether its table remains, and only columns are missing that it uses. */
        public boolean isOnlyWithoutColumns() {
            return reason.startsWith(MISSING_COLUMNS);
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

    private EndedDependents(Catalog before, Catalog after) {
        this.before = before;
        this.after = after;
    }

    /**
     * Determines which dependents steps end.
     *
     * @param steps the steps that are not done yet, in their order
     */
    public static EndedDependents followSteps(List<RunStep> steps) {
        List<RunStep.StatementStep> statements = RunStep.selectStatements(steps).toList();
        if (statements.isEmpty()) {
            return new EndedDependents(Catalog.EMPTY, Catalog.EMPTY);
        }
        EndedDependents result = new EndedDependents(
                statements.get(0).before(),
                statements.get(statements.size() - 1).after());
        Map<ObjectName, ObjectName> origins = new HashMap<>();
        statements.forEach(step -> result.followStep(step, origins));
        return result;
    }

    /** @param origins the names that existing tables had before the steps, by those that they have now */
    private void followStep(RunStep.StatementStep step, Map<ObjectName, ObjectName> origins) {
        Statement statement = step.step().action().statement();
        if (statement instanceof ClusterStatement.DropClusterObject drop
                && before.clusterObjects().isManaged()) {
            droppedObjects.add(ClusterObject.key(drop, step.session().database()));
        } else if (statement instanceof Statement.CreateTable create) {
            // The rebuild of a script is several runs of one statement each.
            ObjectName name = ObjectName.resolve(create.name(), step.session());
            ObjectName origin = name.withName(StagingName.originalName(name.name()));
            if (!origin.equals(name)) {
                recordOutcome(origin, Optional.of(name), step);
            }
        } else if (statement instanceof Statement.DropTable drop && !drop.isTemporary()) {
            ObjectName name = ObjectName.resolve(drop.table(), step.session());
            ObjectName origin = origins.remove(name);
            recordOutcome(origin == null ? name : origin, Optional.empty(), step);
        } else if (statement instanceof Statement.DropDatabase drop) {
            before.database(drop.name().lastPart().text())
                    .ifPresent(database -> database.tables()
                            .values()
                            .forEach(table -> recordOutcome(
                                    new ObjectName(database.name(), table.name()), Optional.empty(), step)));
        } else if (statement instanceof ViewStatement.DropView
                || statement instanceof ViewStatement.DropMaterializedView) {
            statement
                    .changedObject()
                    .map(view -> ObjectName.resolve(view, step.session()))
                    .ifPresent(view -> recordOutcome(view, Optional.empty(), step));
        } else if (statement instanceof Statement.AlterTable alter) {
            ObjectName name = ObjectName.resolve(alter.table(), step.session());
            for (AlterClause clause : alter.clauses()) {
                if (clause instanceof AlterClause.RenameTable rename) {
                    followRename(name, name.withName(rename.newName().text()), step, origins);
                } else if (clause instanceof AlterClause.SwapTable swap) {
                    ObjectName otherName = name.withName(swap.otherTableName().text());
                    ObjectName origin = origins.getOrDefault(name, name);
                    followRename(otherName, name, step, origins);
                    origins.put(otherName, origin);
                    recordOutcome(origin, Optional.of(otherName), step);
                } else if (clause instanceof AlterClause.DropColumn || clause instanceof AlterClause.RenameColumn) {
                    recordOutcome(origins.getOrDefault(name, name), Optional.of(name), step);
                }
            }
        }
    }

    private void followRename(
            ObjectName oldName, ObjectName newName, RunStep step, Map<ObjectName, ObjectName> origins) {
        ObjectName origin = Optional.ofNullable(origins.remove(oldName)).orElse(oldName);
        origins.put(newName, origin);
        recordOutcome(origin, Optional.of(newName), step);
    }

    private void recordOutcome(ObjectName origin, Optional<ObjectName> name, RunStep step) {
        boolean isLeftover = StagingName.isTemporary(origin.name()); // by an interrupted run
        if (isLeftover || SchemaObject.find(before, origin).isPresent()) {
            TrackedTable outcome = outcomesByTable.computeIfAbsent(origin, TrackedTable::new);
            outcome.name = name;
            outcome.step = step.number();
        }
    }

    /** Returns whether the steps end nothing, whatever depends on the tables. */
    public boolean isEmpty() {
        return outcomesByTable.isEmpty();
    }

    /**
     * Reads the dependents that the steps end from the server, unless they end nothing.
     *
     * @param unreadListener is given the dependents that can't be read, with the reason
     */
    public List<EndedDependent> read(ServerConnection connection, Consumer<String> unreadListener) {
        if (isEmpty()) {
            return List.of();
        }
        List<TableDependent> dependents =
                DependentReader.readDependents(connection, Set.copyOf(outcomesByTable.keySet()), unreadListener);
        for (Map.Entry<ObjectName, TrackedTable> entry : outcomesByTable.entrySet()) {
            ObjectName table = entry.getKey();
            boolean isSeen = dependents.stream()
                    .anyMatch(dependent -> dependent.kind() == TableDependent.Kind.ROUTINE_LOAD
                            && dependent.table().equals(table));
            if (!isSeen && !isRebuilt(table, entry.getValue()) && DependentReader.hidesLoads(connection, table)) {
                unreadListener.accept(
                        "the Routine Loads of " + table + " can't be read: the user lacks the privilege INSERT on it");
            }
        }
        return filterEnded(dependents);
    }

    /**
     * Returns whether the steps replace a table by a copy, for whose rows the user needs the privilege INSERT anyway.
     */
    private boolean isRebuilt(ObjectName table, TrackedTable outcome) {
        boolean isLeftover = StagingName.isTemporary(table.name());
        boolean isReplaced = outcome.name
                        .filter(name -> !StagingName.isTemporary(name.name()))
                        .isEmpty()
                && SchemaObject.find(after, table).isPresent();
        return isLeftover || isReplaced;
    }

    /** Returns what a user does to run the steps without losing some dependents, as sentences. */
    public static String describeRemedy(List<EndedDependent> endedDependents) {
        boolean endsLoads = endedDependents.stream().anyMatch(ended -> ended.isLoad() && !ended.isOnlyWithoutColumns());
        boolean breaksLoads =
                endedDependents.stream().anyMatch(ended -> ended.isLoad() && ended.isOnlyWithoutColumns());
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

    /** Returns those of some dependents that the steps end. */
    public List<EndedDependent> filterEnded(List<TableDependent> dependents) {
        List<EndedDependent> endedDependents = new ArrayList<>();
        for (TableDependent dependent : dependents) {
            TrackedTable outcome = outcomesByTable.get(dependent.table());
            if (outcome != null && !droppedObjects.contains(clusterKey(dependent))) {
                findReason(dependent, outcome)
                        .ifPresent(reason -> endedDependents.add(new EndedDependent(dependent, outcome.step, reason)));
            }
        }
        return endedDependents;
    }

    private Optional<String> findReason(TableDependent dependent, TrackedTable outcome) {
        ObjectName table = dependent.table();
        boolean isBoundToName = dependent.kind().isBoundToName();
        Optional<ObjectName> target = isBoundToName ? Optional.of(table) : outcome.name;
        if (!isBoundToName
                && target.map(ObjectName::name).filter(StagingName::isTemporary).isPresent()
                && !StagingName.isTemporary(table.name())) {
            return Optional.of("another table replaces its table");
        }
        if (target.flatMap(name -> SchemaObject.find(after, name)).isEmpty()) {
            boolean isReplaced =
                    !isBoundToName && SchemaObject.find(after, table).isPresent();
            return Optional.of(
                    isReplaced
                            ? "another table replaces its table, which is dropped"
                            : outcome.name.isEmpty() ? "its table is dropped" : "its table is renamed");
        }
        if (isManaged(dependent)) {
            return Optional.empty(); // the steps pause it, and change it like its table
        }
        Set<String> removedColumns = new TreeSet<>(columnNames(before, table));
        removedColumns.removeAll(columnNames(after, target.get()));
        String usedColumns = removedColumns.stream().filter(dependent::uses).collect(Collectors.joining(", "));
        return usedColumns.isEmpty() ? Optional.empty() : Optional.of(MISSING_COLUMNS + usedColumns);
    }

    /** Returns whether the schema manages the dependent. */
    private boolean isManaged(TableDependent dependent) {
        return after.clusterObjects().find(clusterKey(dependent)).isPresent();
    }

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
