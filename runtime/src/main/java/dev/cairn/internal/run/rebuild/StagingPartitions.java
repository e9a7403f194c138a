package dev.cairn.internal.run.rebuild;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.partition.PartitionCoverage;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.RetentionLimit;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.copy.CopyUnitPlanner;
import dev.cairn.internal.copy.PartitionSnapshot;
import dev.cairn.internal.reflection.show.ShownObject;
import dev.cairn.internal.run.preparation.StatementStep;
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
 * The partitions of the new table of a rebuild. The new table gets all partitions of the old one, even undeclared ones:
 * the server creates and drops partitions of a table with dynamic partitioning, and users add partitions by hand, also
 * while the rows are copied. Tables with automatic partitioning are not changed, because each partition is created
 * with its first row.
 *
 * <p>The server lets a client add partitions only to tables whose dynamic partitioning is off. It also drops expired
 * partitions, at different times in the two tables. Therefore, dynamic partitioning and all limits of the age and the
 * number of partitions are disabled in the new table until the rows are copied.
 */
final class StagingPartitions {
    /** The values of properties that keep the server from dropping partitions. */
    private static final Map<String, String> DISABLED_VALUE_BY_PROPERTY = collectDisabledValues();

    private final RunContext context;
    private final StatementStep step;
    private final ObjectName stagingName;
    /** The names in lower case of the partitions that the migration declares for the old table, but not for the new. */
    private final Set<String> omittedPartitionKeys;

    private final Table stagingTable;
    private final Set<String> declaredPartitionKeys;
    private final boolean copiesPartitions;
    /** The declared values of the properties that are disabled during the copy. */
    private final Map<String, String> declaredValueByDisabledProperty = new TreeMap<>();

    private boolean arePropertiesDisabled;

    /**
     * Derives which partitions have to be added to the new table, and which of its properties have to be disabled;
     * sends no statement.
     *
     * @param oldTable the old table, as the migration expects it
     * @param stagingName the name of the new table
     * @param stagingTable the new table, as the migration declares it
     */
    StagingPartitions(
            RunContext context, StatementStep step, Table oldTable, ObjectName stagingName, Table stagingTable) {
        this.context = context;
        this.step = step;
        this.stagingName = stagingName;
        this.stagingTable = stagingTable;
        this.declaredPartitionKeys = collectPartitionKeys(stagingTable);
        this.omittedPartitionKeys = collectPartitionKeys(oldTable);
        omittedPartitionKeys.removeAll(declaredPartitionKeys);
        this.copiesPartitions = !(stagingTable.partitioning() instanceof Partitioning.None)
                && !stagingTable.partitioning().isAutomatic()
                && CopyUnitPlanner.hasSamePartitioning(oldTable, stagingTable);
        if (CopyUnitPlanner.hasSamePartitioning(oldTable, stagingTable)) {
            StoredProperties declaredProperties =
                    RetentionLimit.withoutIneffectiveLimits(stagingTable.partitioning(), stagingTable.properties());
            DISABLED_VALUE_BY_PROPERTY.forEach((propertyName, disabledValue) -> {
                Optional<String> declaredValue = declaredProperties.findValue(propertyName);
                // If the migration itself changes the property, its value shows whether the tables were swapped.
                boolean isUnchanged = declaredValue.equals(oldTable.properties().findValue(propertyName));
                declaredValue
                        .filter(value -> isUnchanged && !value.equalsIgnoreCase(disabledValue))
                        .ifPresent(value -> declaredValueByDisabledProperty.put(propertyName, value));
            });
        }
    }

    private static Map<String, String> collectDisabledValues() {
        Map<String, String> disabledValueByProperty = new TreeMap<>();
        for (KnownProperty property : KnownProperty.findByOwnerKind(OwnerKind.TABLE)) {
            property.findDefinition(OwnerKind.TABLE)
                    .flatMap(PropertyDefinition::unlimitedValue)
                    .ifPresent(value -> disabledValueByProperty.put(property.propertyName(), value));
        }
        return disabledValueByProperty;
    }

    private static Set<String> collectPartitionKeys(Table table) {
        Set<String> partitionKeys = new HashSet<>();
        table.partitioning().partitions().forEach(partition -> partitionKeys.add(toPartitionKey(partition)));
        return partitionKeys;
    }

    private static String toPartitionKey(PartitionDefinition partition) {
        return partition.name().text().toLowerCase(Locale.ROOT);
    }

    /** Returns whether the new table may need changes to get the partitions of the old one. */
    boolean mayNeedAlignment(PartitionSnapshot sourceSnapshot) {
        return !declaredValueByDisabledProperty.isEmpty()
                || (copiesPartitions
                        && !sourceSnapshot.stateByPartitionName().keySet().stream()
                                .allMatch(name -> declaredPartitionKeys.contains(name.toLowerCase(Locale.ROOT))));
    }

    /**
     * Disables the properties with which the server would drop partitions, and creates the partitions that only the old
     * table has. If partitions with the same name have different values, the one of the new table is dropped, and
     * created again like the old one, unless the migration declares it. A partition whose rows belong to declared
     * partitions is not created, nor one whose values do not have the new types of the partition columns.
     *
     * @param sourceName the old table, with its present name
     * @return whether anything was changed
     */
    boolean alignPartitions(
            StepConnection connection,
            ObjectName sourceName,
            PartitionSnapshot sourceSnapshot,
            PartitionSnapshot stagingSnapshot) {
        // Needed even if no partition is missing, because the server could drop some.
        boolean hasChanged = disableProperties(connection);
        if (!copiesPartitions) {
            return hasChanged;
        }
        Predicate<String> isMissingOrDifferent = name -> !stagingSnapshot
                .findPartition(name)
                .map(partition -> partition.valuesText())
                .equals(sourceSnapshot.findPartition(name).map(partition -> partition.valuesText()));
        Set<String> differingPartitionNames = new HashSet<>();
        sourceSnapshot.stateByPartitionName().keySet().stream()
                .filter(isMissingOrDifferent)
                .filter(name -> !omittedPartitionKeys.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(differingPartitionNames::add);
        if (differingPartitionNames.isEmpty()) {
            return hasChanged;
        }
        Map<String, PartitionDefinition> definitionByPartitionKey = readDefinitions(connection, sourceName);
        for (String name : differingPartitionNames) {
            PartitionDefinition definition = definitionByPartitionKey.get(name.toLowerCase(Locale.ROOT));
            boolean existsInTarget = stagingSnapshot.findPartition(name).isPresent();
            boolean isDeclared =
                    existsInTarget && definition != null && declaredPartitionKeys.contains(toPartitionKey(definition));
            if (definition != null
                    && !isDeclared
                    && TablePartitions.of(stagingTable).accepts(definition)
                    && !isCoveredByDeclaredPartitions(definition)) {
                if (existsInTarget) {
                    alterPartition(connection, name, createDropClause(definition.name()));
                }
                alterPartition(connection, name, createAddClause(definition));
                hasChanged = true;
            }
        }
        return hasChanged;
    }

    /** Returns whether all rows of a partition belong to declared partitions, for example to one up to MAXVALUE. */
    private boolean isCoveredByDeclaredPartitions(PartitionDefinition definition) {
        return PartitionCoverage.of(stagingTable, List.of(definition))
                .subtract(PartitionCoverage.of(
                        stagingTable, stagingTable.partitioning().partitions()))
                .isEmpty();
    }

    private Map<String, PartitionDefinition> readDefinitions(StepConnection connection, ObjectName sourceName) {
        Map<String, PartitionDefinition> definitionByPartitionKey = new TreeMap<>();
        ShownObject shownObject = connection.runIdempotent(
                context::createBackoff,
                server -> context.reflection().readObject(server, sourceName, step.catalogBefore()));
        if (shownObject instanceof ShownObject.Present presentObject
                && presentObject.object() instanceof SchemaObject.TableObject tableObject) {
            for (PartitionDefinition partition :
                    tableObject.table().partitioning().partitions()) {
                definitionByPartitionKey.put(toPartitionKey(partition), partition);
            }
        }
        return definitionByPartitionKey;
    }

    private static AlterClause createDropClause(Name partitionName) {
        return new AlterClause.DropPartitions(
                false, true, AlterClause.DropPartitions.PartitionSelection.of(List.of(partitionName)), true, Span.NONE);
    }

    private static AlterClause createAddClause(PartitionDefinition definition) {
        PartitionDefinition idempotentDefinition = definition;
        if (definition instanceof PartitionDefinition.RangePartition rangePartition) {
            idempotentDefinition = new PartitionDefinition.RangePartition(
                    true,
                    rangePartition.name(),
                    rangePartition.lowerBounds(),
                    rangePartition.upperBounds(),
                    rangePartition.properties(),
                    Span.NONE);
        } else if (definition instanceof PartitionDefinition.ListPartition listPartition) {
            idempotentDefinition = new PartitionDefinition.ListPartition(
                    true,
                    listPartition.name(),
                    listPartition.values(),
                    listPartition.hasParenthesizedValues(),
                    listPartition.properties(),
                    Span.NONE);
        }
        return AlterClause.AddPartition.of(idempotentDefinition);
    }

    private void alterPartition(StepConnection connection, String partitionName, AlterClause clause) {
        Statement statement = new Statement.AlterTable(
                new QualifiedName(List.of(Name.of(stagingName.database()), Name.of(stagingName.name()))),
                List.of(clause),
                Span.NONE);
        try {
            execute(connection, Sql.render(statement));
        } catch (ServerRefusalException refusal) {
            throw new RebuildErrors(context, step).refusedPartitionChange(partitionName, stagingName, refusal);
        }
    }

    private boolean disableProperties(StepConnection connection) {
        if (declaredValueByDisabledProperty.isEmpty() || arePropertiesDisabled) {
            return false;
        }
        declaredValueByDisabledProperty
                .keySet()
                .forEach(propertyName -> setProperty(
                        connection,
                        propertyName,
                        Objects.requireNonNull(DISABLED_VALUE_BY_PROPERTY.get(propertyName))));
        arePropertiesDisabled = true;
        return true;
    }

    /**
     * Restores the declared values of the properties that were disabled during the copy. Call it right before the new
     * table replaces the old one.
     */
    void restoreProperties(StepConnection connection) {
        declaredValueByDisabledProperty.forEach((propertyName, value) -> setProperty(connection, propertyName, value));
        arePropertiesDisabled = false;
    }

    private void setProperty(StepConnection connection, String propertyName, String value) {
        execute(
                connection,
                "ALTER TABLE " + SqlQuoting.quoteName(stagingName) + " SET (" + SqlQuoting.quoteText(propertyName)
                        + " = " + SqlQuoting.quoteText(value) + ")");
    }

    private void execute(StepConnection connection, String statementText) {
        context.ledger().requireHeld();
        connection.executeIdempotent(context::createBackoff, statementText);
    }
}
