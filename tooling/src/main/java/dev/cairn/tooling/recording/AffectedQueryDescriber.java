package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Table;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.processor.check.history.RecordedSchema;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.tooling.query.CompiledQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Describes the checked queries that the changes of a plan affect. Only recorded objects are described: no query of an
 * earlier release reads a new object. A query that a change breaks is not described here: the compiler reports it.
 */
final class AffectedQueryDescriber {
    private static final Set<ObjectPart.Kind> KINDS_AFFECTING_WHOLE_OBJECT =
            Set.of(ObjectPart.Kind.OBJECT, ObjectPart.Kind.QUERY, ObjectPart.Kind.PARTITIONING, ObjectPart.Kind.CLAUSE);

    private final RecordedSchema recordedSchema;
    private final CompiledQueries queries;

    AffectedQueryDescriber(RecordedSchema recordedSchema, CompiledQueries queries) {
        this.recordedSchema = recordedSchema;
        this.queries = queries;
    }

    /**
     * Returns a line for each changed object or column that queries read or change: {@code orders.city: Sales.perCity}.
     */
    List<String> describe(Plan plan) {
        Set<TouchedPart> touchedParts = new TreeSet<>();
        plan.steps().stream().map(Step::touchedParts).forEach(touchedParts::addAll);
        Set<ObjectName> wholeObjectNames = touchedParts.stream()
                .filter(touchedPart ->
                        KINDS_AFFECTING_WHOLE_OBJECT.contains(touchedPart.part().kind()))
                .map(TouchedPart::object)
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> lines = new ArrayList<>();
        for (ObjectName objectName : wholeObjectNames) {
            Optional<String> previousName = findPreviousName(objectName, Optional.empty());
            if (previousName.isPresent() || isObjectRecorded(objectName)) {
                describeReaders(objectName, "", previousName).ifPresent(lines::add);
            }
        }
        for (TouchedPart touchedPart : touchedParts) {
            ObjectName objectName = touchedPart.object();
            if (touchedPart.part().hasKind(ObjectPart.Kind.COLUMN) && !wholeObjectNames.contains(objectName)) {
                String columnName = touchedPart.part().name();
                Optional<String> previousName = findPreviousName(objectName, Optional.of(columnName));
                if (previousName.isPresent() || isColumnRecorded(objectName, columnName)) {
                    describeReaders(objectName, "." + columnName, previousName).ifPresent(lines::add);
                }
            }
        }
        return lines;
    }

    private boolean isObjectRecorded(ObjectName objectName) {
        Catalog lastCatalog = recordedSchema.chain().lastCatalog();
        return lastCatalog
                .findDatabase(objectName.database())
                .filter(database -> database.hasObject(objectName.name()))
                .isPresent();
    }

    /**
     * Returns whether the recorded schema contains a column. The columns of views are not known: they count as recorded
     * if the view is recorded.
     */
    private boolean isColumnRecorded(ObjectName objectName, String columnName) {
        Optional<Table> table =
                recordedSchema.chain().lastCatalog().findTable(objectName.database(), objectName.name());
        return table.map(recordedTable -> recordedTable.findColumn(columnName).isPresent())
                .orElseGet(() -> isObjectRecorded(objectName));
    }

    /**
     * Returns the previous name of an object or of one of its columns; empty if it was not renamed.
     *
     * @param columnName the name of the column; empty for the object itself
     */
    private Optional<String> findPreviousName(ObjectName objectName, Optional<String> columnName) {
        return recordedSchema.schema().collectRenames().declaredRenames().stream()
                .filter(rename -> rename.object().equals(objectName))
                .filter(rename -> rename instanceof Rename.ColumnRename columnRename
                        ? columnName
                                        .filter(columnRename.newName()::equalsIgnoreCase)
                                        .isPresent()
                                && !isColumnRecorded(objectName, columnName.get())
                        : columnName.isEmpty() && !isObjectRecorded(objectName))
                .map(Rename::oldName)
                .findFirst();
    }

    /** Describes the queries that read or change an object or a column; empty if there are no such queries. */
    private Optional<String> describeReaders(
            ObjectName objectName, String columnSuffix, Optional<String> previousName) {
        List<String> queryNames = queries.filterByRelation(objectName + columnSuffix).listings().stream()
                .flatMap(listing -> listing.queries().stream())
                .map(CheckedQuery::name)
                .distinct()
                .toList();
        return queryNames.isEmpty()
                ? Optional.empty()
                : Optional.of(objectName.toSqlName(recordedSchema.schema().session()) + columnSuffix
                        + previousName
                                .map(name -> " (renamed from " + name + ")")
                                .orElse("")
                        + ": " + String.join(", ", queryNames));
    }
}
