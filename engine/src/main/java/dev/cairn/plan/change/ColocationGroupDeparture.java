package dev.cairn.plan.change;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.ColocationRules;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject.TableObject;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Decides whether a dropped table leaves its colocation group before its DROP TABLE. The table must leave the group
 * first if its distribution conflicts with the distribution of a desired member. Otherwise, it stays in the group until
 * it is dropped: with shared data, a server forgets a group as soon as no table of the group has a partition, and then
 * refuses new members although empty tables remain in the group.
 *
 * @param simulation the state after the statements that are planned so far
 * @param desiredCatalog the catalog with the desired members of the groups
 */
public record ColocationGroupDeparture(Simulation simulation, Catalog desiredCatalog) {
    /**
     * Returns whether a dropped table must leave its group before the desired members join it; false for other objects.
     */
    public boolean mustPrecedeJoins(ObjectName name) {
        return simulation.isInColocationGroup(name)
                && simulation
                        .find(name)
                        .filter(TableObject.class::isInstance)
                        .map(object -> ((TableObject) object).table())
                        .filter(table -> findDesiredMembers(table)
                                .anyMatch(desiredTable -> !ColocationRules.mayShareGroup(desiredTable, table)))
                        .isPresent();
    }

    /** Returns the desired members in all databases, because groups with the same name share their placement. */
    private Stream<Table> findDesiredMembers(Table leavingTable) {
        Optional<String> groupName = KnownProperty.COLOCATE_WITH.findValueIn(leavingTable.properties());
        return StreamSupport.stream(desiredCatalog.databases().values().spliterator(), false)
                .flatMap(desiredDatabase ->
                        StreamSupport.stream(desiredDatabase.tables().values().spliterator(), false))
                .filter(table -> KnownProperty.COLOCATE_WITH
                        .findValueIn(table.properties())
                        .equals(groupName));
    }
}
