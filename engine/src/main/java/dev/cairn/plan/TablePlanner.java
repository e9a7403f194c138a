package dev.cairn.plan;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.plan.change.ColocationGroupDeparture;
import dev.cairn.plan.change.ColumnRenamePlanner;
import dev.cairn.plan.change.ObjectAlteration;
import dev.cairn.plan.change.ObjectRebuild;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.change.TableCreationPlanner;
import dev.cairn.plan.change.TableRebuild;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.step.ColumnFill;
import dev.cairn.plan.step.ReasonFormatter;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Expression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Plans the creation and the changes of tables, in an order in which their references to one another are possible. */
final class TablePlanner {
    private static final ObjectPart REPLICATION_NUM_PART =
            ObjectPart.ofProperty(KnownProperty.REPLICATION_NUM.propertyName());

    private final PlanDraft draft;
    private final Simulation simulation;
    private final Catalog desiredCatalog;
    private final Renames renames;
    private final List<ColumnFill> fills;
    /** Why the last attempt to create or change a table failed. */
    private final Map<ObjectName, String> failureReasonByTableName = new HashMap<>();

    /** @param fills the values for new columns that require one */
    TablePlanner(PlanDraft draft, Renames renames, List<ColumnFill> fills) {
        this.draft = draft;
        this.simulation = draft.simulation();
        this.desiredCatalog = draft.desiredCatalog();
        this.renames = renames;
        this.fills = fills;
    }

    /**
     * Plans the changes of tables, and before them new tables. A table may refer to a later table, so refused tables
     * are retried as long as at least one succeeds in each round. If tables refer to one another, one of them is first
     * created without its references.
     *
     * @param namesToDrop the objects that are dropped later; tables among them leave their colocation groups
     *     first, if the desired members could not join otherwise
     */
    void planTables(List<ObjectName> names, List<ObjectName> namesToDrop) {
        List<ObjectName> remainingNames = new ArrayList<>(names);
        // The server infers a number of buckets only for the first table of a colocation group.
        remainingNames.sort(
                Comparator.comparing((ObjectName name) -> simulation.find(name).isPresent())
                        .thenComparing(name ->
                                !(requireDesiredTable(name).distribution().buckets() instanceof Buckets.AssumedCount)));
        namesToDrop.stream()
                .filter(new ColocationGroupDeparture(simulation, desiredCatalog)::mustPrecedeJoins)
                .forEach(simulation::leaveColocationGroup);
        remainingNames.stream().filter(this::mustLeaveColocationGroup).forEach(simulation::leaveColocationGroup);
        remainingNames.stream().filter(simulation::hasDanglingForeignKey).forEach(simulation::clearForeignKeys);
        remainingNames.forEach(this::releaseSynchronousViewNames);
        remainingNames = planInRounds(remainingNames);
        remainingNames.forEach(this::createIncompleteTable);
        remainingNames = planInRounds(remainingNames);
        remainingNames.forEach(name -> draft.reportImpossible(name, failureReasonByTableName.getOrDefault(name, "")));
        restoreForeignKeys(remainingNames);
    }

    /**
     * Drops the synchronous materialized views of other tables whose names the desired ones of a table get, because
     * such a name is unique in its database.
     */
    private void releaseSynchronousViewNames(ObjectName name) {
        Set<String> viewNames = requireDesiredTable(name).rollups().stream()
                .filter(rollup -> rollup.query() != null)
                .map(Rollup::name)
                .collect(Collectors.toSet());
        if (viewNames.isEmpty()) {
            return;
        }
        Database database = simulation.catalog().findDatabase(name.database()).orElseThrow();
        for (Table otherTable : database.tables().values()) {
            ObjectName otherName = name.withName(otherTable.name());
            otherTable.rollups().stream()
                    .filter(rollup ->
                            !otherName.equals(name) && rollup.query() != null && viewNames.contains(rollup.name()))
                    .forEach(rollup -> draft.attempt(
                            otherName, simulation.definitionStatements().buildDropRollup(otherName, rollup)));
        }
    }

    /** Restores the foreign keys that were cleared because the tables to which they refer have changed. */
    private void restoreForeignKeys(List<ObjectName> impossibleTableNames) {
        List<ObjectName> tableNamesToRestore =
                ObjectName.findChangedNames(simulation.catalog(), desiredCatalog).stream()
                        .filter(name -> draft.isDesiredTable(name) && !impossibleTableNames.contains(name))
                        .filter(name -> KnownProperty.FOREIGN_KEY_CONSTRAINTS.isSetIn(
                                requireDesiredTable(name).properties()))
                        .filter(draft::isMissingOrDifferent)
                        .toList();
        planInRounds(tableNamesToRestore)
                .forEach(name -> draft.reportImpossible(name, failureReasonByTableName.getOrDefault(name, "")));
    }

    /** Creates or changes tables in rounds, until a round succeeds with no table; returns the tables that failed. */
    private List<ObjectName> planInRounds(List<ObjectName> names) {
        List<ObjectName> remainingNames = names;
        int previousCount;
        do {
            previousCount = remainingNames.size();
            remainingNames =
                    remainingNames.stream().filter(name -> !tryPlanTable(name)).toList();
        } while (!remainingNames.isEmpty() && remainingNames.size() < previousCount);
        return remainingNames;
    }

    /** Creates or changes a table, and returns whether this succeeds; if not, records the reason for the report. */
    private boolean tryPlanTable(ObjectName name) {
        Table desiredTable = requireDesiredTable(name);
        Optional<String> problem =
                simulation.find(name).isEmpty() ? createTable(name, desiredTable) : changeTable(name, desiredTable);
        problem.ifPresent(reason -> failureReasonByTableName.put(name, ReasonFormatter.toOneLine(reason)));
        return problem.isEmpty();
    }

    /** Plans a table with all of its parts. If one part is impossible, plans nothing and returns the reason. */
    private Optional<String> createTable(ObjectName name, Table desiredTable) {
        Simulation fork = simulation.fork();
        Optional<Refusal> refusal = new TableCreationPlanner(fork, name, desiredTable).createTable();
        if (refusal.isPresent()) {
            return refusal.map(ReasonFormatter::format);
        }
        // Some properties and rollups can only be added by ALTER.
        SortedMap<ObjectPart, String> remainingParts =
                ObjectAlteration.of(fork, name, new TableObject(desiredTable)).planStatements();
        if (remainingParts.isEmpty()) {
            simulation.adopt(fork);
        }
        return remainingParts.isEmpty() ? Optional.empty() : Optional.of(ReasonFormatter.format(name, remainingParts));
    }

    /** Creates a missing table, possibly without its references; does nothing if the server refuses it even so. */
    private void createIncompleteTable(ObjectName name) {
        if (simulation.find(name).isEmpty()) {
            new TableCreationPlanner(simulation, name, requireDesiredTable(name)).createTable();
        }
    }

    /** Plans to alter or rebuild a table. If both are impossible, plans nothing and returns the reason. */
    private Optional<String> changeTable(ObjectName name, Table desiredTable) {
        List<Rename.ColumnRename> declaredRenames = renames.findColumnRenames(name);
        Table currentTable = simulation.requireTable(name);
        Optional<String> problem = ColumnRenamePlanner.findProblem(declaredRenames, currentTable, desiredTable);
        if (problem.isPresent()) {
            return problem;
        }
        return ObjectRebuild.planChange(
                simulation,
                name,
                new TableObject(desiredTable),
                fork -> new ColumnRenamePlanner(fork, name, desiredTable).planRenames(declaredRenames),
                fork -> new TableRebuild(
                        fork,
                        name,
                        desiredTable,
                        collectOldNames(name, desiredTable, declaredRenames),
                        collectFillValues(name),
                        findContinuedLoads(name)));
    }

    /** Returns the desired loads of a table that exist before the plan, even if the plan has dropped them. */
    private List<ClusterObject> findContinuedLoads(ObjectName name) {
        return desiredCatalog.clusterObjects().findTableObjects(name.database(), name.name()).stream()
                .filter(load ->
                        draft.initialCatalog().clusterObjects().find(load.key()).isPresent())
                .toList();
    }

    private Map<String, Expression> collectFillValues(ObjectName name) {
        Map<String, Expression> valueByColumnKey = new HashMap<>();
        fills.stream()
                .filter(fill -> fill.isForTable(name))
                .forEach(fill -> valueByColumnKey.put(Column.toKey(fill.columnName()), fill.value()));
        return valueByColumnKey;
    }

    private Map<String, String> collectOldNames(
            ObjectName name, Table desiredTable, List<Rename.ColumnRename> declaredRenames) {
        Table currentTable = simulation.requireTable(name);
        Map<String, String> oldNameByNewName = new LinkedHashMap<>();
        ColumnRenamePlanner.createOrder(declaredRenames, currentTable, desiredTable)
                .applicableRenames()
                .forEach((oldName, newName) -> oldNameByNewName.put(
                        desiredTable.findColumn(newName).map(Column::name).orElse(newName), oldName));
        return oldNameByNewName;
    }

    /**
     * Returns whether the distribution or the number of replicas of a table in a colocation group changes. The tables
     * of a group share their distribution, so such a table leaves the group first, and joins it again when it matches.
     */
    private boolean mustLeaveColocationGroup(ObjectName name) {
        Optional<SchemaObject> currentTable =
                simulation.find(name).filter(table -> simulation.isInColocationGroup(name));
        if (currentTable.isEmpty()) {
            return false;
        }
        SortedSet<ObjectPart> differingParts =
                simulation.findDifferingParts(currentTable.get(), new TableObject(requireDesiredTable(name)));
        return differingParts.contains(ObjectPart.of(ObjectPart.Kind.DISTRIBUTION))
                || differingParts.contains(REPLICATION_NUM_PART);
    }

    private Table requireDesiredTable(ObjectName name) {
        return ((TableObject) SchemaObject.find(desiredCatalog, name).orElseThrow()).table();
    }
}
