package dev.cairn.internal.run.step;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.RetentionLimit;
import dev.cairn.internal.reflection.UnprintedPropertyCompleter;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectParts;
import dev.cairn.plan.part.QueryMatcher;
import dev.cairn.plan.part.SchemaObject.TableObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of a live table whose values no migration records: its properties, distribution, sort key and comment. A
 * rebuild gives the new table the recorded values.
 */
record UnrecordedSettings(
        Table liveTable, List<Table> recordedTables, SortedSet<ObjectPart> parts, ObjectParts liveParts) {
    private static final Set<ObjectPart.Kind> SETTING_KINDS = Set.of(
            ObjectPart.Kind.PROPERTY, ObjectPart.Kind.DISTRIBUTION, ObjectPart.Kind.SORT_KEY, ObjectPart.Kind.COMMENT);

    /** Returns the settings in which a live table differs from each of its recorded states. */
    static UnrecordedSettings find(
            RunContext context, StatementStep step, Table liveTable, List<Table> recordedTables) {
        QueryMatcher queryMatcher = context.createQueryMatcher(step.catalogBefore(), step.session());
        SortedSet<ObjectPart> parts = recordedTables.stream()
                .map(TableObject::new)
                .map(recordedObject -> new UnprintedPropertyCompleter(
                                context.profile(), step.catalogBefore(), recordedObject)
                        .complete(new TableObject(liveTable))
                        .findDifferingParts(recordedObject, context.profile(), queryMatcher))
                .reduce((differingParts, otherDifferingParts) -> {
                    SortedSet<ObjectPart> commonParts = new TreeSet<>(differingParts);
                    commonParts.retainAll(otherDifferingParts);
                    return commonParts;
                })
                .orElseGet(TreeSet::new);
        parts.removeIf(part -> !SETTING_KINDS.contains(part.kind()));
        return new UnrecordedSettings(
                liveTable, recordedTables, parts, ObjectParts.of(context.profile(), new TableObject(liveTable)));
    }

    /** Describes the settings with their live values. */
    Stream<String> describeValues() {
        return parts.stream()
                .map(part ->
                        part + findLiveValue(part).map(value -> " = " + value).orElse(", which is not set"));
    }

    private Optional<String> findLiveValue(ObjectPart part) {
        return part.hasKind(ObjectPart.Kind.PROPERTY)
                ? liveTable.properties().findValue(part.name())
                : Optional.ofNullable(liveParts.contents().get(part)).map(ObjectParts.Content::text);
    }

    /**
     * Describes the rows that the server deletes after the rebuild because the live table keeps them for longer than
     * any recorded state of it.
     *
     * @param finalTable the table after the rebuild
     */
    List<String> describeDeletions(String tableName, Table finalTable) {
        return RetentionLimit.findShortenedLimits(
                        liveTable.withProperties(completeProperties(recordedTables.get(0))), finalTable, true)
                .stream()
                .filter(limit -> recordedTables.stream()
                        .noneMatch(recordedTable -> RetentionLimit.findShortenedLimits(recordedTable, finalTable, true)
                                .contains(limit)))
                .map(limit -> limit.describeDeletion(tableName))
                .collect(Collectors.toList());
    }

    /** Returns the live properties, with the recorded texts of those that do not differ. */
    private StoredProperties completeProperties(Table recordedTable) {
        StoredProperties properties = liveTable.properties();
        for (String name : recordedTable.properties().settingByName().keySet()) {
            if (!parts.contains(ObjectPart.ofProperty(name))) {
                properties = properties.withProperty(
                        name, recordedTable.properties().findValue(name).orElseThrow());
            }
        }
        return properties;
    }
}
