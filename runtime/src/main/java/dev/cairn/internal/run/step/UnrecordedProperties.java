package dev.cairn.internal.run.step;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.RetentionLimit;
import dev.cairn.internal.reflection.UnprintedPropertyCompleter;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.QueryMatcher;
import dev.cairn.plan.part.SchemaObject.TableObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The properties of a live table whose values no migration records. A rebuild gives the new table the recorded values.
 *
 * @param names the names of the properties
 */
record UnrecordedProperties(Table liveTable, List<Table> recordedTables, Set<String> names) {
    /** Returns the properties in which a live table differs from each of its recorded states. */
    static UnrecordedProperties find(
            RunContext context, StatementStep step, Table liveTable, List<Table> recordedTables) {
        QueryMatcher queryMatcher = context.createQueryMatcher(step.catalogBefore(), step.session());
        Set<String> names = new TreeSet<>();
        names.addAll(liveTable.properties().settingByName().keySet());
        recordedTables.forEach(recordedTable ->
                names.addAll(recordedTable.properties().settingByName().keySet()));
        for (Table recordedTable : recordedTables) {
            TableObject recordedObject = new TableObject(recordedTable);
            names.retainAll(new UnprintedPropertyCompleter(context.profile(), step.catalogBefore(), recordedObject)
                            .complete(new TableObject(liveTable))
                            .findDifferingParts(recordedObject, context.profile(), queryMatcher)
                            .stream()
                            .filter(part -> part.kind() == ObjectPart.Kind.PROPERTY)
                            .map(ObjectPart::name)
                            .collect(Collectors.toSet()));
        }
        return new UnrecordedProperties(liveTable, recordedTables, names);
    }

    /** Describes the properties with their live values. */
    Stream<String> describeValues() {
        return names.stream()
                .map(name -> "property " + name
                        + liveTable
                                .properties()
                                .findValue(name)
                                .map(value -> " = " + value)
                                .orElse(", which is not set"));
    }

    /**
     * Describes the rows that the server deletes after the rebuild because the live table keeps them for longer than
     * any recorded state of it.
     *
     * @param finalTable the table after the rebuild
     */
    List<String> describeDeletions(String tableName, Table finalTable) {
        return findShortenedLimits(completeProperties(recordedTables.get(0)), finalTable).stream()
                .filter(limit -> recordedTables.stream()
                        .noneMatch(recordedTable -> findShortenedLimits(recordedTable.properties(), finalTable)
                                .contains(limit)))
                .map(limit -> limit.describeDeletion(tableName))
                .collect(Collectors.toList());
    }

    /** Returns the live properties, with the recorded texts of those that do not differ. */
    private StoredProperties completeProperties(Table recordedTable) {
        StoredProperties properties = liveTable.properties();
        for (String name : recordedTable.properties().settingByName().keySet()) {
            if (!names.contains(name)) {
                properties = properties.withProperty(
                        name, recordedTable.properties().findValue(name).orElseThrow());
            }
        }
        return properties;
    }

    private static List<RetentionLimit> findShortenedLimits(StoredProperties properties, Table finalTable) {
        return RetentionLimit.findShortenedLimits(OwnerKind.TABLE, properties, finalTable.properties(), true);
    }
}
