package dev.cairn.plan.change;

import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.alter.AlterClauseKind;
import dev.cairn.engine.column.ColumnConversion;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.plan.part.ObjectParts;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * Alters a table until it has its desired state, or until no statement brings it closer. A statement that the server
 * refuses is retried after another change, so no order has to be known in advance.
 */
final class TableAlteration extends ObjectAlteration {
    /** The limit ends an endless loop, in which statements undo each other's effects. */
    private static final int MAX_STATEMENTS_PER_PART = 4;

    private final Table desiredTable;

    TableAlteration(Simulation simulation, ObjectName name, Table desiredTable) {
        this(simulation, name, new TableObject(desiredTable.withAssumedKeyOf(simulation.requireTable(name))));
    }

    private TableAlteration(Simulation simulation, ObjectName name, TableObject desiredTable) {
        super(simulation, name, desiredTable);
        this.desiredTable = desiredTable.table();
    }

    @Override
    void alter() {
        dropBlockingRollups();
        SortedSet<ObjectPart> differingParts = findDifferingParts();
        int maxStatementCount = MAX_STATEMENTS_PER_PART * (differingParts.size() + 1);
        for (int i = 0; i < maxStatementCount && !differingParts.isEmpty(); i++) {
            if (!applyNextStatement(differingParts)) {
                return;
            }
            differingParts = findDifferingParts();
        }
    }

    @Override
    String describeUnalterable(ObjectPart part) {
        if (part.hasKind(Kind.PROPERTY) && !desiredTable.properties().hasProperty(part.name())) {
            return UNREMOVABLE_PROPERTY_REASON;
        }
        if (part.hasKind(Kind.PARTITION)
                && new PartitionChangePlanner(createDifference(findDifferingParts()))
                        .addsUnboundedPartitionToDynamicTable()) {
            return "StarRocks refuses a partition up to MAXVALUE next to those that it has created";
        }
        return part.hasKind(Kind.COLUMN)
                ? describeUnconvertibleValues(part.name()).orElseGet(() -> super.describeUnalterable(part))
                : super.describeUnalterable(part);
    }

    /** Returns the reason if a backend can't convert the values of a column to its desired type. */
    private Optional<String> describeUnconvertibleValues(String columnName) {
        return simulation
                .requireTable(name)
                .findColumn(columnName)
                .flatMap(currentColumn -> desiredTable
                        .findColumn(columnName)
                        .filter(desiredColumn ->
                                !ColumnConversion.isPossibleForStoredValues(currentColumn.type(), desiredColumn.type()))
                        .map(desiredColumn -> "StarRocks can't convert stored values from "
                                + TypeFormat.formatForShowCreate(currentColumn.type()) + " to "
                                + TypeFormat.formatForShowCreate(desiredColumn.type())));
    }

    private List<TableChange> planPendingChanges(SortedSet<ObjectPart> differingParts) {
        return createDifference(differingParts).planChanges();
    }

    private TableDifference createDifference(SortedSet<ObjectPart> differingParts) {
        return new TableDifference(simulation, name, simulation.requireTable(name), desiredTable, differingParts);
    }

    private ServerProfile profile() {
        return simulation.profile();
    }

    /**
     * Drops rollups that block the change of a column; they are created again afterwards. Also drops rollups whose
     * query changes and reads a changed column, because the server would keep them although they read columns that no
     * longer exist.
     */
    private void dropBlockingRollups() {
        SortedSet<ObjectPart> differingParts = findDifferingParts();
        Table currentTable = simulation.requireTable(name);
        List<TableChange> changes = planPendingChanges(differingParts);
        for (Rollup rollup : currentTable.rollups()) {
            boolean isQueryChanged =
                    rollup.query() != null && differingParts.contains(new ObjectPart(Kind.ROLLUP, rollup.name()));
            boolean isBlocking = changes.stream()
                    .flatMap(change -> change.combinableClauses().stream())
                    .flatMap(clause -> findChangedColumn(clause).stream())
                    .anyMatch(column -> rollup.preventsChangeOf(currentTable.model(), column::equalsIgnoreCase)
                            || (isQueryChanged && rollup.reads(column)));
            if (isBlocking) {
                simulation.attempt(simulation.definitionStatements().buildDropRollup(name, rollup));
            }
        }
    }

    /**
     * Returns the column of the table that a clause changes; empty if it changes at most a column of a rollup.
     */
    private static Optional<String> findChangedColumn(AlterClause clause) {
        boolean isOfRollup = clause instanceof AlterClause.DropColumn drop && drop.rollup() != null;
        return isOfRollup
                ? Optional.empty()
                : AlterClauseKind.of(clause).findAffectedColumn(clause).map(Name::text);
    }

    /**
     * Applies one statement with as many clauses as the server accepts together, or all statements of an alternative;
     * returns false if no statement brings the table closer to its desired state.
     */
    private boolean applyNextStatement(SortedSet<ObjectPart> differingParts) {
        List<TableChange> changes = planPendingChanges(differingParts);
        for (int i = 0; i < changes.size(); i++) {
            TableChange change = changes.get(i);
            Optional<Simulation> fork = change.combinableClauses().isEmpty()
                    ? Optional.empty()
                    : tryChangeGroup(changes.subList(i, changes.size()), differingParts);
            fork = fork.or(() -> trySingleChange(change, differingParts));
            if (fork.isPresent()) {
                simulation.adopt(fork.get());
                return true;
            }
        }
        return false;
    }

    private Optional<Simulation> trySingleChange(TableChange change, SortedSet<ObjectPart> differingParts) {
        return change.alternatives().stream()
                .flatMap(alternative -> tryActions(List.of(change), toActions(alternative), differingParts).stream())
                .findFirst();
    }

    private List<MigrationAction> toActions(TableChange.Alternative alternative) {
        return alternative instanceof TableChange.Alternative.ClauseAlternative clauseAlternative
                ? List.of(createAction(clauseAlternative.clause()))
                : ((TableChange.Alternative.ActionSequence) alternative).actions();
    }

    /**
     * Tries to combine the first change with as many others as one statement may contain. If the server refuses this
     * statement, only the changes that it accepts together are combined.
     */
    private Optional<Simulation> tryChangeGroup(List<TableChange> changes, SortedSet<ObjectPart> differingParts) {
        List<TableChange> changeGroup = new ArrayList<>();
        for (TableChange change : changes) {
            if (!change.combinableClauses().isEmpty()
                    && AlterClauseKind.areCombinable(collectClauses(appendChange(changeGroup, change)))) {
                changeGroup.add(change);
            }
        }
        Optional<Simulation> combinedFork = tryCombinedStatement(changeGroup, differingParts);
        return combinedFork.isPresent() || changeGroup.size() == 1
                ? combinedFork
                : tryAcceptedChanges(changeGroup, differingParts);
    }

    private Optional<Simulation> tryAcceptedChanges(
            List<TableChange> changeGroup, SortedSet<ObjectPart> differingParts) {
        List<TableChange> acceptedChanges = new ArrayList<>();
        Optional<Simulation> lastAcceptedFork = Optional.empty();
        for (TableChange change : changeGroup) {
            Optional<Simulation> fork = tryCombinedStatement(appendChange(acceptedChanges, change), differingParts);
            if (fork.isPresent()) {
                lastAcceptedFork = fork;
                acceptedChanges.add(change);
            }
        }
        return lastAcceptedFork;
    }

    private static List<TableChange> appendChange(List<TableChange> changes, TableChange change) {
        List<TableChange> extendedChanges = new ArrayList<>(changes);
        extendedChanges.add(change);
        return extendedChanges;
    }

    private static List<AlterClause> collectClauses(List<TableChange> changes) {
        return changes.stream()
                .flatMap(change -> change.combinableClauses().stream())
                .toList();
    }

    private Optional<Simulation> tryCombinedStatement(List<TableChange> changes, SortedSet<ObjectPart> differingParts) {
        return tryActions(
                changes, List.of(createAction(collectClauses(changes).toArray(AlterClause[]::new))), differingParts);
    }

    private MigrationAction createAction(AlterClause... clauses) {
        PartitionNotes partitionNotes =
                new PartitionNotes(simulation.requireTable(name), name.toSqlName(simulation.session()));
        return MigrationAction.of(
                simulation.definitionStatements().buildAlter(name, clauses),
                Stream.of(clauses)
                        .flatMap(clause -> partitionNotes.find(clause).stream())
                        .toArray(Marker[]::new));
    }

    /**
     * Applies the actions to a fork, and returns it; empty if a change has not taken effect, if partitions are created
     * that are not desired, or if the server refuses one of the actions. Records the reason of a refusal.
     */
    private Optional<Simulation> tryActions(
            List<TableChange> changes, List<MigrationAction> actions, SortedSet<ObjectPart> differingParts) {
        Simulation fork = simulation.fork();
        for (MigrationAction action : actions) {
            Optional<Refusal> refusal = fork.attempt(
                    Objects.requireNonNull(action.statement()), action.markers().toArray(Marker[]::new));
            if (refusal.isPresent()) {
                changes.forEach(change -> recordReason(change.part(), refusal.get()));
                return Optional.empty();
            }
        }
        TableObject tableObjectAfter = (TableObject) fork.find(name).orElseThrow();
        SortedSet<ObjectPart> changedParts = ObjectParts.of(profile(), new TableObject(simulation.requireTable(name)))
                .findChangedParts(ObjectParts.of(profile(), tableObjectAfter));
        boolean isEffective = changes.stream().allMatch(change -> changedParts.contains(change.part()));
        boolean createsOnlyDesiredPartitions = changes.stream().noneMatch(TableAlteration::addsPartitions)
                || differingParts.containsAll(
                        simulation.findDifferingParts(tableObjectAfter, new TableObject(desiredTable)));
        return isEffective && createsOnlyDesiredPartitions ? Optional.of(fork) : Optional.empty();
    }

    /**
     * Returns whether a change adds partitions. A batch (START … END … EVERY) may create partitions that are not
     * desired, so its result must be compared.
     */
    private static boolean addsPartitions(TableChange change) {
        return change.combinableClauses().stream().anyMatch(AlterClause.AddPartition.class::isInstance);
    }
}
