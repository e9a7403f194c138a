package dev.cairn.internal.run.step;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.CatalogRule;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.run.preparation.PlannedPartitionName;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Detects, before the first statement of a migration, that the server will refuse a later one because its table has
 * temporary partitions that no migration records. SHOW CREATE TABLE omits them, so the catalogs do not contain them.
 */
public final class TemporaryPartitionCheck {
    private final RunContext context;
    private final StepConnection connection;
    private final Engine engine;

    public TemporaryPartitionCheck(RunContext context, StepConnection connection) {
        this.context = context;
        this.connection = connection;
        this.engine = new Engine(context.profile());
    }

    /**
     * The unrecorded temporary partitions of a table.
     *
     * @param liveName the name of the table before the first step
     */
    private record TemporaryPartitions(ObjectName liveName, List<String> names) {
        TemporaryPartitions selectExistingIn(Table table) {
            return new TemporaryPartitions(
                    liveName,
                    names.stream()
                            .filter(name -> table.hasTemporaryPartition(Name.of(name)))
                            .toList());
        }
    }

    private record RefusedStep(StatementStep step, TemporaryPartitions partitions) {}

    /**
     * Requires that no step is refused because of temporary partitions. Reads only the partitions of tables that have a
     * step that the server would refuse.
     *
     * @throws StepFailedException if a step would be refused
     */
    public void requireNoRefusal(List<RunStep> steps) {
        List<StatementStep> statementSteps = RunStep.selectStatements(steps).toList();
        if (statementSteps.isEmpty()) {
            return;
        }
        Catalog firstCatalog = statementSteps.get(0).catalogBefore();
        Map<ObjectName, TemporaryPartitions> possiblePartitions = new TreeMap<>();
        for (StatementStep step : statementSteps) {
            for (ObjectName name : findChangedNames(step)) {
                if (firstCatalog.findTable(name.database(), name.name()).isPresent()) {
                    possiblePartitions.put(name, new TemporaryPartitions(name, List.of("cairn_possible")));
                }
            }
        }
        Map<ObjectName, TemporaryPartitions> unrecordedPartitions = new TreeMap<>();
        for (RefusedStep possibleStep : findRefusedSteps(statementSteps, possiblePartitions)) {
            ObjectName name = possibleStep.partitions().liveName();
            List<String> names = readUnrecordedPartitions(firstCatalog, name);
            if (!names.isEmpty()) {
                unrecordedPartitions.put(name, new TemporaryPartitions(name, names));
            }
        }
        findRefusedSteps(statementSteps, unrecordedPartitions).stream()
                .findFirst()
                .ifPresent(refusedStep -> {
                    throw createException(refusedStep);
                });
    }

    /**
     * Simulates the steps, and returns the first refused step of each table.
     *
     * @param partitionsByTable the temporary partitions before the first step
     */
    private List<RefusedStep> findRefusedSteps(
            List<StatementStep> steps, Map<ObjectName, TemporaryPartitions> partitionsByTable) {
        Map<ObjectName, TemporaryPartitions> currentPartitions = new TreeMap<>(partitionsByTable);
        List<RefusedStep> refusedSteps = new ArrayList<>();
        for (StatementStep step : steps) {
            Set<ObjectName> changedNames = findChangedNames(step);
            Map<ObjectName, TemporaryPartitions> changedPartitions = new TreeMap<>(currentPartitions);
            changedPartitions.keySet().retainAll(changedNames);
            if (changedPartitions.isEmpty() || addsPartitions(step.requireStatement())) {
                continue;
            }
            currentPartitions.keySet().removeAll(changedNames);
            if (context.wasInterrupted(step) || mayRemovePartitions(step.requireStatement())) {
                continue; // the job of an interrupted step may have created the partitions
            }
            try {
                Catalog catalogAfter = engine.apply(
                                addPartitions(step.catalogBefore(), changedPartitions),
                                step.session(),
                                step.requireStatement())
                        .catalog();
                for (ObjectName name : changedNames) {
                    catalogAfter
                            .findTable(name.database(), name.name())
                            .flatMap(table -> findRemaining(table, changedPartitions))
                            .ifPresent(remaining -> currentPartitions.put(name, remaining));
                }
            } catch (Refusal refusal) {
                if (refusal.rule()
                        .filter(CatalogRule.TEMPORARY_PARTITIONS_PRESENT::equals)
                        .isPresent()) {
                    changedPartitions
                            .values()
                            .forEach(partitions -> refusedSteps.add(new RefusedStep(step, partitions)));
                }
            }
        }
        return refusedSteps;
    }

    private static boolean addsPartitions(Statement statement) {
        return statement instanceof Statement.AlterTable alter
                && alter.clauses().stream().allMatch(AlterClause.AddPartition.class::isInstance);
    }

    /** Returns whether a statement may itself remove temporary partitions, even some that no migration names. */
    private static boolean mayRemovePartitions(Statement statement) {
        return statement instanceof Statement.TruncateTable
                || (statement instanceof Statement.AlterTable alter
                        && alter.clauses().stream()
                                .anyMatch(clause -> clause instanceof AlterClause.DropPartitions
                                        || clause instanceof AlterClause.ReplacePartitions));
    }

    private static Optional<TemporaryPartitions> findRemaining(
            Table table, Map<ObjectName, TemporaryPartitions> changedPartitions) {
        return changedPartitions.values().stream()
                .map(partitions -> partitions.selectExistingIn(table))
                .filter(partitions -> !partitions.names().isEmpty())
                .findFirst();
    }

    /** Returns the objects that a step changes; none if the engine does not model its statement. */
    private static Set<ObjectName> findChangedNames(StatementStep step) {
        Statement statement = step.simulatedStep().action().statement();
        if (statement == null || statement instanceof Statement.OpaqueStatement) {
            return Set.of();
        }
        Set<ObjectName> names = new TreeSet<>(ObjectName.findChangedNames(step.catalogBefore(), step.catalogAfter()));
        names.addAll(ObjectName.findChangedNames(statement, step.session()));
        return names;
    }

    private static Catalog addPartitions(Catalog catalog, Map<ObjectName, TemporaryPartitions> partitionsByTable) {
        Catalog extendedCatalog = catalog;
        for (Map.Entry<ObjectName, TemporaryPartitions> partitionsEntry : partitionsByTable.entrySet()) {
            ObjectName name = partitionsEntry.getKey();
            Table table =
                    extendedCatalog.findTable(name.database(), name.name()).orElse(null);
            if (table != null) {
                List<PartitionDefinition> definitions = new ArrayList<>(table.temporaryPartitions());
                partitionsEntry.getValue().names().forEach(partition -> definitions.add(createDefinition(partition)));
                extendedCatalog = extendedCatalog.withDatabase(extendedCatalog
                        .findDatabase(name.database())
                        .orElseThrow()
                        .withTable(table.withTemporaryPartitions(definitions)));
            }
        }
        return extendedCatalog;
    }

    /** Creates the definition of a partition whose values are not known. */
    private static PartitionDefinition createDefinition(String name) {
        return new ListPartition(false, Name.of(name), List.of(), true, List.of(), Span.NONE);
    }

    /** Returns no names for a missing table, which the inspection of its step reports. */
    private List<String> readUnrecordedPartitions(Catalog recordedCatalog, ObjectName name) {
        Table recordedTable =
                recordedCatalog.findTable(name.database(), name.name()).orElseThrow();
        return connection
                .runIdempotent(context::createBackoff, server -> readPartitions(server, recordedCatalog, name))
                .stream()
                .filter(partition -> !recordedTable.hasTemporaryPartition(Name.of(partition)))
                .toList();
    }

    private List<String> readPartitions(ServerConnection server, Catalog recordedCatalog, ObjectName name) {
        try {
            return readPartitionNames(server, name);
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            if (context.reflection().readTable(server, name, recordedCatalog).isPresent()) {
                throw refusal;
            }
            return List.of();
        }
    }

    /**
     * Returns the names of the temporary partitions of an existing table that earlier runs have filled again in place of
     * planned ones.
     */
    public static List<String> readRefilledPartitionNames(
            ServerConnection server, ObjectName name, Collection<String> plannedNames) {
        List<PlannedPartitionName> temporaryNames = plannedNames.stream()
                .map(PlannedPartitionName::new)
                .filter(PlannedPartitionName::isTemporary)
                .toList();
        return readPartitionNames(server, name).stream()
                .filter(partitionName ->
                        temporaryNames.stream().anyMatch(temporaryName -> temporaryName.isSentAs(partitionName)))
                .toList();
    }

    /** Returns the names of the temporary partitions of an existing table. */
    static List<String> readPartitionNames(ServerConnection server, ObjectName name) {
        return server.fetchNamedRows("SHOW TEMPORARY PARTITIONS FROM " + SqlQuoting.quoteName(name)).stream()
                .map(row -> row.text("PartitionName"))
                .toList();
    }

    private StepFailedException createException(RefusedStep refusedStep) {
        TemporaryPartitions partitions = refusedStep.partitions();
        String quotedTable = SqlQuoting.quoteName(partitions.liveName().name());
        return new StepFailedException(
                context.place(refusedStep.step()),
                "the server refuses the statement because " + partitions.liveName() + " has temporary partitions: "
                        + String.join(", ", partitions.names()),
                "No remaining step has started. To keep the rows, replace a partition with the temporary one"
                        + " (ALTER TABLE " + quotedTable + " REPLACE PARTITION); otherwise drop it (ALTER TABLE "
                        + quotedTable + " DROP TEMPORARY PARTITION). An INSERT OVERWRITE drops its temporary partitions"
                        + " when it ends. Then repeat the operation.");
    }
}
