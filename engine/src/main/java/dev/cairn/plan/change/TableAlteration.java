package dev.cairn.plan.change;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.alter.ClauseKind;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.plan.part.ObjectParts;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Marker;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Alters a table until it has its desired state, or until no statement brings it closer. A statement that the server
 * refuses is retried after another change, so that no order has to be known in advance.
 */
final class TableAlteration extends ObjectAlteration {
    /** A statement may undo the side effect of another one; more statements than this indicate an endless loop. */
    private static final int STATEMENTS_PER_PART = 4;

    private final Table desired;

    TableAlteration(Simulation simulation, ObjectName name, Table desired) {
        this(simulation, name, new TableObject(desired.withAssumedKeyOf(currentTable(simulation, name))));
    }

    private TableAlteration(Simulation simulation, ObjectName name, TableObject desired) {
        super(simulation, name, desired);
        this.desired = desired.table();
    }

    @Override
    void alter() {
        dropBlockingRollups();
        SortedSet<ObjectPart> differing = differingParts();
        int maximumSteps = STATEMENTS_PER_PART * (differing.size() + 1);
        for (int i = 0; i < maximumSteps && !differing.isEmpty() && sendStep(differing); i++) {
            differing = differingParts();
        }
    }

    private static Table currentTable(Simulation simulation, ObjectName name) {
        return ((TableObject) simulation.find(name).orElseThrow()).table();
    }

    private Table currentTable() {
        return currentTable(simulation, name);
    }

    private List<TableChange> pendingChanges(SortedSet<ObjectPart> differing) {
        return new TableDifference(simulation, name, currentTable(), desired, differing).changes();
    }

    private ServerProfile profile() {
        return simulation.profile();
    }

    /**
     * Rollups that block the change of a column are dropped first, and created again after the change. So are rollups
     * that change anyway: the server would keep them, although they read columns that no longer exist.
     */
    private void dropBlockingRollups() {
        SortedSet<ObjectPart> differing = differingParts();
        Table before = currentTable();
        List<TableChange> changes = pendingChanges(differing);
        for (Rollup rollup : before.rollups()) {
            boolean replaced = rollup.query() != null && differing.contains(new ObjectPart(Kind.ROLLUP, rollup.name()));
            boolean inTheWay = changes.stream()
                    .flatMap(change -> change.clauses().stream())
                    .flatMap(clause -> findChangedColumn(clause).stream())
                    .anyMatch(column -> rollup.protects(before.model(), column::equalsIgnoreCase)
                            || (replaced && rollup.reads(column)));
            if (inTheWay) {
                simulation.attempt(simulation.statements().drop(name, rollup));
            }
        }
    }

    /** Returns the column of the table, rather than of a rollup, that a clause changes. */
    private static Optional<String> findChangedColumn(AlterClause clause) {
        boolean ofRollup = clause instanceof AlterClause.DropColumn drop && drop.rollup() != null;
        return ofRollup
                ? Optional.empty()
                : ClauseKind.of(clause).column(clause).map(Name::text);
    }

    /**
     * Sends one statement with as many clauses as the server accepts together; returns false if nothing can be done.
     */
    private boolean sendStep(SortedSet<ObjectPart> differing) {
        List<TableChange> changes = pendingChanges(differing);
        for (int i = 0; i < changes.size(); i++) {
            TableChange change = changes.get(i);
            Optional<Simulation> next = change.clauses().isEmpty()
                    ? Optional.empty()
                    : tryTogether(changes.subList(i, changes.size()), differing);
            next = next.or(() -> tryAlone(change, differing));
            if (next.isPresent()) {
                simulation.adopt(next.get());
                return true;
            }
        }
        return false;
    }

    private Optional<Simulation> tryAlone(TableChange change, SortedSet<ObjectPart> differing) {
        return change.alternatives().stream()
                .flatMap(alternative -> attempt(List.of(change), toActions(alternative), differing).stream())
                .findFirst();
    }

    private List<Action> toActions(TableChange.Alternative alternative) {
        return alternative instanceof TableChange.Alternative.ClauseAlternative clause
                ? List.of(Action.of(simulation.statements().alter(name, clause.clause())))
                : ((TableChange.Alternative.ActionSequence) alternative).actions();
    }

    private Optional<Simulation> tryTogether(List<TableChange> changes, SortedSet<ObjectPart> differing) {
        List<TableChange> group = new ArrayList<>();
        for (TableChange change : changes) {
            if (!change.clauses().isEmpty() && ClauseKind.areCombinable(clausesOf(appendChange(group, change)))) {
                group.add(change);
            }
        }
        Optional<Simulation> combined = attempt(group, differing);
        return combined.isPresent() || group.size() == 1 ? combined : tryLargestGroup(group, differing);
    }

    private Optional<Simulation> tryLargestGroup(List<TableChange> group, SortedSet<ObjectPart> differing) {
        List<TableChange> accepted = new ArrayList<>();
        Optional<Simulation> last = Optional.empty();
        for (TableChange change : group) {
            Optional<Simulation> next = attempt(appendChange(accepted, change), differing);
            if (next.isPresent()) {
                last = next;
                accepted.add(change);
            }
        }
        return last;
    }

    private static List<TableChange> appendChange(List<TableChange> changes, TableChange next) {
        List<TableChange> more = new ArrayList<>(changes);
        more.add(next);
        return more;
    }

    private static List<AlterClause> clausesOf(List<TableChange> changes) {
        return changes.stream().flatMap(change -> change.clauses().stream()).toList();
    }

    private Optional<Simulation> attempt(List<TableChange> changes, SortedSet<ObjectPart> differing) {
        Statement statement =
                simulation.statements().alter(name, clausesOf(changes).toArray(AlterClause[]::new));
        return attempt(changes, List.of(Action.of(statement)), differing);
    }

    private Optional<Simulation> attempt(
            List<TableChange> changes, List<Action> actions, SortedSet<ObjectPart> differing) {
        Simulation fork = simulation.fork();
        for (Action action : actions) {
            Optional<Refusal> refusal = fork.attempt(
                    Objects.requireNonNull(action.statement()), action.markers().toArray(Marker[]::new));
            if (refusal.isPresent()) {
                changes.forEach(change -> recordReason(change.part(), refusal.get()));
                return Optional.empty();
            }
        }
        TableObject after = (TableObject) fork.find(name).orElseThrow();
        SortedSet<ObjectPart> changed = ObjectParts.of(profile(), new TableObject(currentTable()))
                .partsChangedIn(ObjectParts.of(profile(), after));
        boolean effective = changes.stream().allMatch(change -> changed.contains(change.part()));
        boolean exact = changes.stream().noneMatch(TableAlteration::addsPartitions)
                || differing.containsAll(simulation.differingParts(after, new TableObject(desired)));
        return effective && exact ? Optional.of(fork) : Optional.empty();
    }

    /** A batch may create other partitions than the desired ones. */
    private static boolean addsPartitions(TableChange change) {
        return change.clauses().stream().anyMatch(AlterClause.AddPartition.class::isInstance);
    }
}
