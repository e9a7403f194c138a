package dev.cairn.plan.change;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.DynamicPartitionProperties;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.plan.step.Marker;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.SetProperties;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The notes above a SET of properties about the partitions that exist. No migration knows all of them, since the server
 * or a user has created some.
 *
 * @param table the table before the SET
 * @param sqlName the table, as the statement names it
 */
record PartitionNotes(Table table, QualifiedName sqlName) {
    /** The properties that define where a period of dynamic partitioning begins. */
    private static final List<KnownProperty> CALENDAR_PROPERTIES = List.of(
            KnownProperty.DYNAMIC_PARTITION_TIME_UNIT,
            KnownProperty.DYNAMIC_PARTITION_START_DAY_OF_WEEK,
            KnownProperty.DYNAMIC_PARTITION_START_DAY_OF_MONTH);

    /** The units in the order of their lengths. The periods of the first two divide all longer ones. */
    private static final List<String> UNITS = List.of("HOUR", "DAY", "WEEK", "MONTH", "YEAR");

    private static final int LAST_DIVIDING_UNIT = 1;

    List<Marker> find(AlterClause clause) {
        if (!(clause instanceof SetProperties setProperties)) {
            return List.of();
        }
        List<Marker> notes = new ArrayList<>();
        findKeptReplicaCount(setProperties)
                .map(replicaCount -> "the partitions that exist keep their number of replicas; ALTER TABLE "
                        + Sql.render(sqlName) + " MODIFY PARTITION (*) SET (\"replication_num\" = \"" + replicaCount
                        + "\") changes it")
                .map(Marker.Note::new)
                .ifPresent(notes::add);
        if (mayLeaveGap(setProperties)) {
            notes.add(
                    new Marker.Note("the server creates no partition for a period that overlaps an existing partition;"
                            + " add partitions by hand for the rest of the period, or it refuses rows"));
        }
        return notes;
    }

    /** Returns the new number of replicas if undeclared partitions may exist, to which it does not apply. */
    private Optional<String> findKeptReplicaCount(SetProperties clause) {
        return clause.properties().stream()
                .filter(property -> KnownProperty.REPLICATION_NUM.isNamed(property.name())
                        || property.name().equals("default." + KnownProperty.REPLICATION_NUM.propertyName()))
                .map(Property::value)
                .filter(value -> table.mayHaveUndeclaredPartitions())
                .findFirst();
    }

    /**
     * Returns whether a period of dynamic partitioning may begin or end within an existing partition. The server then
     * skips the period as a whole.
     */
    private boolean mayLeaveGap(SetProperties clause) {
        StoredProperties newProperties = table.properties();
        for (Property property : clause.properties()) {
            newProperties = newProperties.withProperty(property.name(), property.value());
        }
        boolean isDisabled = KnownProperty.DYNAMIC_PARTITION_ENABLE
                .findValueIn(newProperties)
                .filter("false"::equalsIgnoreCase)
                .isPresent();
        int newUnit = findUnit(newProperties);
        boolean isDivided = newUnit <= LAST_DIVIDING_UNIT && newUnit <= findUnit(table.properties());
        return table.properties().hasProperty(DynamicPartitionProperties.ENABLE)
                && !isDisabled
                && newUnit >= 0
                && !isDivided
                && changesCalendar(clause);
    }

    private boolean changesCalendar(SetProperties clause) {
        return clause.properties().stream()
                .anyMatch(property -> CALENDAR_PROPERTIES.stream()
                        .anyMatch(calendarProperty -> calendarProperty.isNamed(property.name())
                                && !calendarProperty
                                        .findValueIn(table.properties())
                                        .filter(property.value()::equalsIgnoreCase)
                                        .isPresent()));
    }

    /** Returns the index of the unit of the periods; negative if it is missing or unknown, such as a placeholder. */
    private static int findUnit(StoredProperties properties) {
        String unit = KnownProperty.DYNAMIC_PARTITION_TIME_UNIT
                .findValueIn(properties)
                .orElse("");
        for (int i = 0; i < UNITS.size(); i++) {
            if (UNITS.get(i).equalsIgnoreCase(unit)) {
                return i;
            }
        }
        return -1;
    }
}
