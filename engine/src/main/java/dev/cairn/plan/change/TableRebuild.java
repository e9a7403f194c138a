package dev.cairn.plan.change;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.DynamicPartitioning;
import dev.cairn.plan.cluster.ClusterPlanning;
import dev.cairn.plan.part.ColumnOrigins;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Marker;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.ClusterStatement.IfExists;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rebuilds a table that can't be altered: a new table is created under a staging name, filled from the old one, and
 * takes over the name and the grants of the old one. The server swaps only tables with the same constraints. If the
 * constraints change, or if the table has a foreign key to itself, the tables are therefore swapped without
 * constraints. Foreign keys of other tables are cleared, and set again when all tables have changed.
 */
public final class TableRebuild extends ObjectRebuild {
    private final Table currentTable;
    private final Table desiredTable;
    private final Map<String, String> oldNamesByNewName;
    private final Map<String, Expression> fillExpressions;
    private final ClusterObjects desiredObjects;

    /**
     * @param oldNamesByNewName the old names of renamed columns by their new names
     * @param fillExpressions the values for rows without a value, by the name of the column in lower case
     * @param desiredObjects the cluster objects after all changes
     */
    public TableRebuild(
            Simulation simulation,
            ObjectName name,
            Table desiredTable,
            Map<String, String> oldNamesByNewName,
            Map<String, Expression> fillExpressions,
            ClusterObjects desiredObjects) {
        super(simulation, name, new SchemaObject.TableObject(desiredTable));
        this.currentTable = ((SchemaObject.TableObject) simulation.find(name).orElseThrow()).table();
        this.desiredTable = desiredTable;
        this.oldNamesByNewName = oldNamesByNewName;
        this.fillExpressions = fillExpressions;
        this.desiredObjects = desiredObjects;
    }

    /**
     * Drops the loads of the table, and returns them: they stay with the old table when it is renamed, and would end
     * when it is dropped.
     */
    private List<ClusterObject> stopLoads() {
        List<ClusterObject> loads =
                List.copyOf(simulation.catalog().clusterObjects().findBoundTo(name.database(), name.name()));
        for (ClusterObject load : loads) {
            addStatement(ClusterPlanning.createDrop(load, simulation.session().database()), new Marker.Continuation());
        }
        return loads;
    }

    /**
     * Creates stopped loads again while the old table exists, because the server forgets the progress of the loads
     * together with the table. A load that can't be created yet is created when all tables have changed.
     */
    private void continueLoads(List<ClusterObject> stoppedLoads) {
        for (ClusterObject load : stoppedLoads) {
            desiredObjects
                    .find(load.key())
                    .ifPresent(desiredLoad -> simulation.attempt(
                            desiredLoad.toCreateStatement(
                                    IfExists.REFUSE, simulation.session().database()),
                            new Marker.Continuation()));
        }
    }

    @Override
    void rebuild(String reason) {
        List<ClusterObject> stoppedLoads = stopLoads();
        Table stagingTable = defineStagingTable();
        simulation.clearForeignKeysTo(name);
        leaveGroupOfUnknownBuckets();
        new TableCreationPlanning(simulation, stagingName, stagingTable)
                .createTable(new Marker.Rebuild(reason))
                .ifPresent(refusal -> {
                    throw refusal;
                });
        new TableAlteration(simulation, stagingName, stagingTable.withName(stagingName.name())).alter();
        transferGrants();
        Table createdTable =
                ((SchemaObject.TableObject) simulation.find(stagingName).orElseThrow()).table();
        RowCopy copy = new RowCopy(
                name.toSqlName(simulation.session()),
                new ColumnOrigins(currentTable, oldNamesByNewName),
                createdTable,
                simulation.statements().createTable(stagingName, createdTable),
                fillExpressions);
        copy.createInsert(stagingName.toSqlName(simulation.session())).ifPresent(insert -> addCopy(insert, copy));
        if (copy.copiesAutoIncrementValues) {
            // Explicitly inserted values do not advance the AUTO_INCREMENT counter.
            applyTransfer(new Marker.TransfersCounter(renderName(name), renderName(stagingName)));
        }
        addStatement(
                simulation.statements().alter(name, new AlterClause.SwapTable(Name.of(stagingName.name()), Span.NONE)));
        continueLoads(stoppedLoads);
        simulation.leaveColocationGroup(stagingName);
        Statement dropStatement = simulation.statements().drop(stagingName, new SchemaObject.TableObject(createdTable));
        if (copy.losses.isEmpty()) {
            addStatement(dropStatement);
        } else {
            addStatement(dropStatement, new Marker.Destructive(String.join(", ", copy.losses)));
        }
    }

    /**
     * Removes the old table from its group if the number of buckets of the group is not known. The server infers the
     * number for the first table of a group only, so the new table has to become the first one.
     */
    private void leaveGroupOfUnknownBuckets() {
        boolean isNumberUnknown = desiredTable.distribution().buckets() instanceof Buckets.AssumedCount
                && simulation
                                .declareDistribution(name, desiredTable.properties(), desiredTable.distribution())
                                .buckets()
                        == null;
        if (isNumberUnknown) {
            simulation.leaveColocationGroup(name);
        }
    }

    private void addCopy(Statement insert, RowCopy copy) {
        if (copy.unfilledColumns.isEmpty()) {
            addStatement(insert);
        } else {
            addStatement(
                    insert,
                    new Marker.UnfilledColumns(copy.unfilledColumns.stream()
                            .map(column -> name.name() + "." + column)
                            .collect(Collectors.joining(", "))));
        }
    }

    /**
     * Returns the definition that the new table has until it replaces the old one, and clears the constraints of the
     * old table if these prevent the swap. Dynamic partitioning is off in the new table, so the server does not create
     * partitions that overlap with the partitions of the copied rows.
     */
    private Table defineStagingTable() {
        boolean keepsConstraints = CONSTRAINT_PROPERTY_NAMES.stream().allMatch(this::isSameConstraint)
                && !simulation.tablesReferringTo(name).contains(name);
        StoredProperties properties = desiredTable.properties();
        for (String constraintProperty : CONSTRAINT_PROPERTY_NAMES) {
            if (!keepsConstraints) {
                clearConstraint(constraintProperty);
                properties = properties.withoutProperty(constraintProperty);
            } else if (properties.hasProperty(constraintProperty)) {
                String stagingValue = propertyValue(desiredTable, constraintProperty)
                        .replace("." + name.name() + ".", "." + stagingName.name() + ".");
                properties = properties.withProperty(constraintProperty, stagingValue);
            }
        }
        return desiredTable.withProperties(withDisabledDynamicPartitions(properties));
    }

    private StoredProperties withDisabledDynamicPartitions(StoredProperties properties) {
        StoredProperties dynamicProperties =
                properties.hasProperty(DynamicPartitioning.ENABLE) ? properties : currentTable.properties();
        boolean keepsDynamicPartitions = dynamicProperties.hasProperty(DynamicPartitioning.ENABLE)
                && currentTable.partitioning().hasSameRangeColumns(desiredTable.partitioning());
        return keepsDynamicPartitions
                ? DynamicPartitioning.replaceDynamicPartitioning(properties, dynamicProperties)
                        .withProperty(DynamicPartitioning.ENABLE, "false")
                : properties;
    }

    private boolean isSameConstraint(String constraintProperty) {
        return propertyValue(currentTable, constraintProperty).equals(propertyValue(desiredTable, constraintProperty));
    }

    private static String propertyValue(Table table, String property) {
        return table.properties().findValue(property).orElse("");
    }

    private void clearConstraint(String constraintProperty) {
        if (!propertyValue(currentTable, constraintProperty).isEmpty()) {
            addStatement(simulation
                    .statements()
                    .alter(
                            name,
                            new AlterClause.SetProperties(List.of(Property.of(constraintProperty, "")), Span.NONE)));
        }
    }
}
