package dev.cairn.plan.change;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.DynamicPartitionProperties;
import dev.cairn.plan.cluster.ClusterStatementPlanner;
import dev.cairn.plan.part.ColumnOrigins;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Marker;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rebuilds a table that can't be altered. A new table is created under a staging name, filled from the old one, and
 * takes over the name and the grants of the old one. The server swaps only tables with the same constraints. If the
 * constraints change, or if the table has a foreign key to itself, the tables are therefore swapped without
 * constraints. Foreign keys of other tables are cleared, and set again when all tables have changed.
 */
public final class TableRebuild extends ObjectRebuild {
    private final Table currentTable;
    private final Table desiredTable;
    private final Map<String, String> oldNameByNewName;
    private final Map<String, Expression> fillValueByColumnKey;
    private final List<ClusterObject> continuedLoads;

    /**
     * @param oldNameByNewName the old names of renamed columns by their new names
     * @param fillValueByColumnKey the values for rows without a value, by the name of the column in lower case
     * @param continuedLoads the loads of the table that exist before the plan, as they are after all changes
     */
    public TableRebuild(
            Simulation simulation,
            ObjectName name,
            Table desiredTable,
            Map<String, String> oldNameByNewName,
            Map<String, Expression> fillValueByColumnKey,
            List<ClusterObject> continuedLoads) {
        super(simulation, name, new SchemaObject.TableObject(desiredTable));
        this.currentTable = simulation.requireTable(name);
        this.desiredTable = desiredTable;
        this.oldNameByNewName = oldNameByNewName;
        this.fillValueByColumnKey = fillValueByColumnKey;
        this.continuedLoads = continuedLoads;
    }

    /** Drops the loads of the table: they stay with the old table, and the server would drop them with it. */
    private void dropLoads() {
        for (ClusterObject load :
                List.copyOf(simulation.catalog().clusterObjects().findTableObjects(name.database(), name.name()))) {
            addStatement(
                    ClusterStatementPlanner.createDropStatement(
                            load, simulation.session().databaseName()),
                    new Marker.Continuation());
        }
    }

    /**
     * Creates dropped loads again while the old table exists, because the server forgets the progress of the loads
     * together with the table. A load that can't be created yet is created when all tables have changed.
     */
    private void recreateLoads() {
        for (ClusterObject load : continuedLoads) {
            simulation.attempt(
                    load.toCreateStatement(
                            ExistingObjectPolicy.REFUSE, simulation.session().databaseName()),
                    new Marker.Continuation());
        }
    }

    @Override
    void rebuild(String reason) {
        dropLoads();
        Table stagingTable = prepareStagingTable();
        simulation.clearReferringForeignKeys(name);
        leaveGroupWithUnknownBucketCount();
        new TableCreationPlanner(simulation, stagingName, stagingTable)
                .createTable(new Marker.Rebuild(reason))
                .ifPresent(refusal -> {
                    throw refusal;
                });
        new TableAlteration(simulation, stagingName, stagingTable.withName(stagingName.name())).alter();
        transferGrants();
        Table createdTable = simulation.requireTable(stagingName);
        RowCopy rowCopy = new RowCopy(
                name.toSqlName(simulation.session()),
                new ColumnOrigins(currentTable, oldNameByNewName),
                createdTable,
                simulation.definitionStatements().buildCreateTable(stagingName, createdTable),
                fillValueByColumnKey);
        rowCopy.createInsert(stagingName.toSqlName(simulation.session()))
                .ifPresent(insertStatement -> addCopy(insertStatement, rowCopy));
        if (rowCopy.copiesAutoIncrementValues) {
            // Explicitly inserted values do not advance the AUTO_INCREMENT counter.
            applyTransfer(new Marker.TransfersCounter(renderName(name), renderName(stagingName)));
        }
        addStatement(simulation
                .definitionStatements()
                .buildAlter(name, new AlterClause.SwapTable(Name.of(stagingName.name()), Span.NONE)));
        recreateLoads();
        simulation.leaveColocationGroup(stagingName);
        Statement dropStatement =
                simulation.definitionStatements().buildDrop(stagingName, new SchemaObject.TableObject(createdTable));
        if (rowCopy.losses.isEmpty()) {
            addStatement(dropStatement);
        } else {
            addStatement(dropStatement, new Marker.Destructive(String.join(", ", rowCopy.losses)));
        }
    }

    /**
     * Removes the old table from its group if the number of buckets of the group is not known. The server infers the
     * number for the first table of a group only, so the new table has to become the first one.
     */
    private void leaveGroupWithUnknownBucketCount() {
        boolean isBucketCountUnknown = desiredTable.distribution().buckets() instanceof Buckets.AssumedCount
                && simulation
                                .determineDeclaredDistribution(
                                        name, desiredTable.properties(), desiredTable.distribution())
                                .buckets()
                        == null;
        if (isBucketCountUnknown) {
            simulation.leaveColocationGroup(name);
        }
    }

    private void addCopy(Statement insertStatement, RowCopy rowCopy) {
        if (rowCopy.unfilledColumnNames.isEmpty()) {
            addStatement(insertStatement);
        } else {
            addStatement(
                    insertStatement,
                    new Marker.UnfilledColumns(rowCopy.unfilledColumnNames.stream()
                            .map(column -> name.name() + "." + column)
                            .collect(Collectors.joining(", "))));
        }
    }

    /**
     * Returns the definition that the new table has until it replaces the old one, and clears the constraints of the
     * old table if these prevent the swap. Dynamic partitioning is off in the new table, so the server does not create
     * partitions that overlap with the partitions of the copied rows.
     */
    private Table prepareStagingTable() {
        boolean keepsConstraints = CONSTRAINT_PROPERTY_NAMES.stream().allMatch(this::hasSameConstraint)
                && !simulation.findReferringTables(name).contains(name);
        StoredProperties properties = desiredTable.properties();
        for (String constraintPropertyName : CONSTRAINT_PROPERTY_NAMES) {
            if (!keepsConstraints) {
                clearConstraint(constraintPropertyName);
                properties = properties.withoutProperty(constraintPropertyName);
            } else if (properties.hasProperty(constraintPropertyName)) {
                // A constraint names its own table, which has the staging name until the swap.
                String stagingValue = propertyValue(desiredTable, constraintPropertyName)
                        .replace("." + name.name() + ".", "." + stagingName.name() + ".");
                properties = properties.withProperty(constraintPropertyName, stagingValue);
            }
        }
        return desiredTable.withProperties(withDisabledDynamicPartitions(properties));
    }

    private StoredProperties withDisabledDynamicPartitions(StoredProperties properties) {
        StoredProperties dynamicProperties =
                properties.hasProperty(DynamicPartitionProperties.ENABLE) ? properties : currentTable.properties();
        boolean keepsDynamicPartitions = dynamicProperties.hasProperty(DynamicPartitionProperties.ENABLE)
                && currentTable.partitioning().hasSameRangeColumns(desiredTable.partitioning());
        return keepsDynamicPartitions
                ? DynamicPartitionProperties.replaceDynamicPartitioning(properties, dynamicProperties)
                        .withProperty(DynamicPartitionProperties.ENABLE, "false")
                : properties;
    }

    private boolean hasSameConstraint(String propertyName) {
        return propertyValue(currentTable, propertyName).equals(propertyValue(desiredTable, propertyName));
    }

    private static String propertyValue(Table table, String propertyName) {
        return table.properties().findValue(propertyName).orElse("");
    }

    private void clearConstraint(String propertyName) {
        if (!propertyValue(currentTable, propertyName).isEmpty()) {
            addStatement(simulation
                    .definitionStatements()
                    .buildAlter(name, AlterClause.SetProperties.of(Property.of(propertyName, ""))));
        }
    }
}
