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
 * Decides when a dropped table leaves its colocation group. If its distribution would not fit a desired member of the
 * group, it leaves before that member joins. Otherwise it leaves when it is dropped: with shared data, a server
 * forgets a group as soon as none of its tables has a partition, and lets no table join it any more, although empty
 * tables remain in it.
 *
 * @param desiredCatalog the catalog with the desired members of the groups
 */
public record ColocationGroupExit(Simulation simulation, Catalog desiredCatalog) {
    /** Returns whether a table has to leave its group before the desired members join it. */
    public boolean isDueBeforeOthersJoin(ObjectName name) {
        return simulation.isInColocationGroup(name)
                && simulation
                        .find(name)
                        .filter(TableObject.class::isInstance)
                        .map(object -> ((TableObject) object).table())
                        .filter(table -> desiredMembers(name.database(), table)
                                .anyMatch(desiredTable -> !ColocationRules.canShareGroup(desiredTable, table)))
                        .isPresent();
    }

    private Stream<Table> desiredMembers(String database, Table member) {
        Optional<String> group = KnownProperty.COLOCATE_WITH.valueIn(member.properties());
        return desiredCatalog.database(database).stream()
                .flatMap(desiredDatabase ->
                        StreamSupport.stream(desiredDatabase.tables().values().spliterator(), false))
                .filter(table ->
                        KnownProperty.COLOCATE_WITH.valueIn(table.properties()).equals(group));
    }
}
