package dev.cairn.internal.run.rebuild;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.copy.CopyUnitPlanner;
import dev.cairn.internal.copy.PartitionSnapshot;
import dev.cairn.internal.reflection.ShownObject;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The partitions of the new table of a rebuild, which are those of the old one, also undeclared ones: the server
 * creates and drops partitions of a table with dynamic partitioning, and users add some by hand, even while the rows
 * are copied. Tables with automatic partitioning need nothing: their partitions are created with the first row.
 *
 * <p>The server accepts partitions only for tables whose dynamic partitioning is off. It also drops partitions that
 * have expired, at another time in each of the two tables. Therefore, dynamic partitioning and all limits of the age
 * and the number of partitions are off in the new table until the rows are copied.
 */
final class StagingPartitions {
    /** The values with which the server drops no partitions. */
    private static final Map<String, String> DISABLED_VALUES = disabledProperties();

    private final RunContext context;
    private final RunStep.StatementStep step;
    private final ObjectName targetTable;
    private final Set<String> omittedPartitions;
    private final Set<String> declaredPartitions;
    private final boolean followsPartitions;
    /** The declared values of the properties that are off during the copy. */
    private final Map<String, String> switchedProperties = new TreeMap<>();

    private boolean areDisabled;

    /**
     * @param oldTable the old table, as the migration expects it
     * @param targetTable the name of the new table
     * @param replacement the new table, as the migration declares it
     */
    StagingPartitions(
            RunContext context, RunStep.StatementStep step, Table oldTable, ObjectName targetTable, Table replacement) {
        this.context = context;
        this.step = step;
        this.targetTable = targetTable;
        this.declaredPartitions = partitionNames(replacement);
        this.omittedPartitions = partitionNames(oldTable);
        omittedPartitions.removeAll(declaredPartitions);
        this.followsPartitions = !(replacement.partitioning() instanceof Partitioning.None)
                && !replacement.partitioning().isAutomatic()
                && CopyUnitPlanner.haveSamePartitioning(oldTable, replacement);
        if (CopyUnitPlanner.haveSamePartitioning(oldTable, replacement)) {
            DISABLED_VALUES.forEach((property, disabledValue) -> {
                Optional<String> declaredValue = replacement.properties().findValue(property);
                // If the migration itself changes it, the state of the tables tells whether they were swapped.
                boolean isSame = declaredValue.equals(oldTable.properties().findValue(property));
                declaredValue
                        .filter(value -> isSame && !value.equalsIgnoreCase(disabledValue))
                        .ifPresent(value -> switchedProperties.put(property, value));
            });
        }
    }

    private static Map<String, String> disabledProperties() {
        Map<String, String> disabledValues = new TreeMap<>();
        for (KnownProperty property : KnownProperty.propertiesOf(Holder.TABLE)) {
            property.findUse(Holder.TABLE)
                    .flatMap(PropertyUse::unlimitedValue)
                    .ifPresent(value -> disabledValues.put(property.propertyName(), value));
        }
        return disabledValues;
    }

    private static Set<String> partitionNames(Table table) {
        Set<String> names = new HashSet<>();
        table.partitioning().partitions().forEach(partition -> names.add(partitionKey(partition)));
        return names;
    }

    private static String partitionKey(PartitionDefinition partition) {
        return partition.name().text().toLowerCase(Locale.ROOT);
    }

    /** Returns whether the new table may need more partitions than those with which it was created. */
    boolean mayLack(PartitionSnapshot sourceSnapshot) {
        return !switchedProperties.isEmpty()
                || (followsPartitions
                        && !sourceSnapshot.statesByPartition().keySet().stream()
                                .allMatch(name -> declaredPartitions.contains(name.toLowerCase(Locale.ROOT))));
    }

    /**
     * Creates the partitions that only the old table has. A partition of the new table that has other values than that
     * of the old one is dropped first, unless it was declared.
     *
     * @param sourceTable the old table, with its name at the moment
     * @return whether anything was changed
     */
    boolean alignPartitions(
            StepConnection connection,
            ObjectName sourceTable,
            PartitionSnapshot sourceSnapshot,
            PartitionSnapshot targetSnapshot) {
        // This is needed even if no partition is missing, because the server could drop some.
        boolean hasChanged = disableProperties(connection);
        if (!followsPartitions) {
            return hasChanged;
        }
        Predicate<String> isMissing = name -> !targetSnapshot
                .partition(name)
                .map(partition -> partition.values())
                .equals(sourceSnapshot.partition(name).map(partition -> partition.values()));
        Set<String> missingNames = new HashSet<>();
        sourceSnapshot.statesByPartition().keySet().stream()
                .filter(isMissing)
                .filter(name -> !omittedPartitions.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(missingNames::add);
        if (missingNames.isEmpty()) {
            return hasChanged;
        }
        Map<String, PartitionDefinition> definitionsByName = readDefinitions(connection, sourceTable);
        for (String name : missingNames) {
            PartitionDefinition definition = definitionsByName.get(name.toLowerCase(Locale.ROOT));
            boolean exists = targetSnapshot.partition(name).isPresent();
            if (definition != null && !(exists && declaredPartitions.contains(partitionKey(definition)))) {
                if (exists) {
                    alter(connection, name, createDrop(definition.name()));
                }
                alter(connection, name, createAdd(definition));
                hasChanged = true;
            }
        }
        return hasChanged;
    }

    private Map<String, PartitionDefinition> readDefinitions(StepConnection connection, ObjectName sourceTable) {
        Map<String, PartitionDefinition> definitionsByName = new TreeMap<>();
        ShownObject shownObject = connection.runIdempotent(
                context::createBackoff, server -> context.reflection().readObject(server, sourceTable, step.before()));
        if (shownObject instanceof ShownObject.Present presentObject
                && presentObject.object() instanceof SchemaObject.TableObject table) {
            for (PartitionDefinition partition : table.table().partitioning().partitions()) {
                definitionsByName.put(partitionKey(partition), partition);
            }
        }
        return definitionsByName;
    }

    private static AlterClause createDrop(Name partition) {
        return new AlterClause.DropPartitions(
                false, true, AlterClause.DropPartitions.PartitionSelection.of(List.of(partition)), true, Span.NONE);
    }

    private static AlterClause createAdd(PartitionDefinition definition) {
        PartitionDefinition idempotentDefinition = definition;
        if (definition instanceof PartitionDefinition.RangePartition rangePartition) {
            idempotentDefinition = new PartitionDefinition.RangePartition(
                    true,
                    rangePartition.name(),
                    rangePartition.lower(),
                    rangePartition.upper(),
                    rangePartition.properties(),
                    Span.NONE);
        } else if (definition instanceof PartitionDefinition.ListPartition listPartition) {
            idempotentDefinition = new PartitionDefinition.ListPartition(
                    true,
                    listPartition.name(),
                    listPartition.values(),
                    listPartition.hasRows(),
                    listPartition.properties(),
                    Span.NONE);
        }
        return new AlterClause.AddPartition(false, idempotentDefinition, null, List.of(), Span.NONE);
    }

    private void alter(StepConnection connection, String partition, AlterClause clause) {
        Statement statement = new Statement.AlterTable(
                new QualifiedName(List.of(Name.of(targetTable.database()), Name.of(targetTable.name()))),
                List.of(clause),
                Span.NONE);
        try {
            execute(connection, Sql.render(statement));
        } catch (ServerRefusalException refusal) {
            throw new RebuildErrors(context, step).missingPartition(partition, targetTable, refusal);
        }
    }

    private boolean disableProperties(StepConnection connection) {
        if (switchedProperties.isEmpty() || areDisabled) {
            return false;
        }
        switchedProperties
                .keySet()
                .forEach(property ->
                        setProperty(connection, property, Objects.requireNonNull(DISABLED_VALUES.get(property))));
        areDisabled = true;
        return true;
    }

    /**
     * Switches on the declared properties that were off during the copy. Call it right before the new table replaces
     * the old one.
     */
    void restoreProperties(StepConnection connection) {
        switchedProperties.forEach((property, value) -> setProperty(connection, property, value));
        areDisabled = false;
    }

    private void setProperty(StepConnection connection, String property, String value) {
        execute(
                connection,
                "ALTER TABLE " + SqlQuoting.quoteName(targetTable) + " SET (" + SqlQuoting.quoteText(property) + " = "
                        + SqlQuoting.quoteText(value) + ")");
    }

    private void execute(StepConnection connection, String statement) {
        context.ledger().requireHeld();
        connection.runIdempotent(context::createBackoff, server -> {
            server.execute(statement);
            return server;
        });
    }
}
