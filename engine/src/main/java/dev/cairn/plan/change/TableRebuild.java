package dev.cairn.plan.change;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.DynamicPartitioning;
import dev.cairn.plan.cluster.ClusterPlanning;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Marker;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rebuilds a table that can't be altered: a new one is created under a staging name, filled from the old one, and
 * takes over its name and grants. The server swaps only tables with the same constraints, so if those change, the
 * tables are swapped without constraints; so is a table with a foreign key to itself. Foreign keys of other tables
 * are cleared, and the plan sets them again when all tables have changed.
 */
public final class TableRebuild extends ObjectRebuild {
    private final Table before;
    private final Table desired;
    private final Map<String, String> oldNames;
    private final Map<String, Expression> fills;

    /**
     * @param oldNames old names of renamed columns, by the new name
     * @param fills values for rows that have none, by the column's name in lower case
     */
    public TableRebuild(
            Simulation simulation,
            ObjectName name,
            Table desired,
            Map<String, String> oldNames,
            Map<String, Expression> fills) {
        super(simulation, name, new SchemaObject.TableObject(desired));
        this.before = ((SchemaObject.TableObject) simulation.find(name).orElseThrow()).table();
        this.desired = desired;
        this.oldNames = oldNames;
        this.fills = fills;
    }

    /** Drops the loads of the table: they stay with the old table when it is renamed, and would end with it. */
    private void stopLoads() {
        for (ClusterObject load : simulation.catalog().cluster().ofTable(name.database(), name.name())) {
            send(ClusterPlanning.drop(load, simulation.session().database()), new Marker.Continues());
        }
    }

    @Override
    void rebuild(String reason) {
        stopLoads();
        Table shape = stagedDefinition();
        simulation.clearForeignKeysTo(name);
        new TableCreationPlanning(simulation, staging, shape)
                .create(new Marker.Rebuild(reason))
                .ifPresent(refusal -> {
                    throw refusal;
                });
        new TableAlteration(simulation, staging, shape.withName(staging.name())).alter();
        transferGrants();
        Table target = ((SchemaObject.TableObject) simulation.find(staging).orElseThrow()).table();
        RowCopy copy = new RowCopy(
                name.toSqlName(simulation.session()),
                before,
                target,
                simulation.statements().createTable(staging, target),
                oldNames,
                fills);
        copy.createStatement(staging.toSqlName(simulation.session())).ifPresent(insert -> sendCopy(insert, copy));
        if (copy.writesCountedValues) {
            // Explicitly inserted values do not advance the AUTO_INCREMENT counter.
            transfer(new Marker.TransfersCounter(recordedName(name), recordedName(staging)));
        }
        send(simulation.statements().alter(name, new AlterClause.SwapTable(Name.of(staging.name()), Span.NONE)));
        simulation.leaveGroup(staging);
        Statement drop = simulation.statements().drop(staging, new SchemaObject.TableObject(target));
        if (copy.losses.isEmpty()) {
            send(drop);
        } else {
            send(drop, new Marker.Destructive(String.join(", ", copy.losses)));
        }
    }

    private void sendCopy(Statement insert, RowCopy copy) {
        if (copy.unfilled.isEmpty()) {
            send(insert);
        } else {
            send(
                    insert,
                    new Marker.Unfilled(copy.unfilled.stream()
                            .map(column -> name.name() + "." + column)
                            .collect(Collectors.joining(", "))));
        }
    }

    /**
     * Returns the definition that the new table has until it replaces the old one. Its dynamic partitioning is off,
     * so that the server creates no partitions in it that overlap with those of the copied rows.
     */
    private Table stagedDefinition() {
        boolean unchanged = CONSTRAINTS.stream().allMatch(this::isSame)
                && !simulation.tablesReferringTo(name).contains(name);
        StoredProperties properties = desired.properties();
        for (String constraint : CONSTRAINTS) {
            if (!unchanged) {
                clearConstraint(constraint);
                properties = properties.without(constraint);
            } else if (properties.has(constraint)) {
                String staged =
                        propertyValue(desired, constraint).replace("." + name.name() + ".", "." + staging.name() + ".");
                properties = properties.with(constraint, staged);
            }
        }
        return desired.withProperties(withoutDynamicPartitions(properties));
    }

    private StoredProperties withoutDynamicPartitions(StoredProperties properties) {
        StoredProperties dynamic = properties.has(DynamicPartitioning.ENABLE) ? properties : before.properties();
        boolean kept = dynamic.has(DynamicPartitioning.ENABLE)
                && before.partitioning().hasSameRangeColumns(desired.partitioning());
        return kept
                ? DynamicPartitioning.withDynamicPartitioning(properties, dynamic)
                        .with(DynamicPartitioning.ENABLE, "false")
                : properties;
    }

    private boolean isSame(String constraint) {
        return propertyValue(before, constraint).equals(propertyValue(desired, constraint));
    }

    private static String propertyValue(Table table, String property) {
        return table.properties().value(property).orElse("");
    }

    private void clearConstraint(String constraint) {
        if (!propertyValue(before, constraint).isEmpty()) {
            send(simulation
                    .statements()
                    .alter(name, new AlterClause.SetProperties(List.of(Property.of(constraint, "")), Span.NONE)));
        }
    }
}
