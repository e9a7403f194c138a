package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Table;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.processor.check.RecordedSchema;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.tooling.query.CompiledQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the checked queries that the changes of a plan concern. Queries that a change breaks are errors of the compilation. */
final class AffectedQueries {
    private static final Set<ObjectPart.Kind> WHOLE =
            Set.of(ObjectPart.Kind.OBJECT, ObjectPart.Kind.QUERY, ObjectPart.Kind.PARTITIONING, ObjectPart.Kind.CLAUSE);

    private final RecordedSchema recorded;
    private final CompiledQueries queries;

    AffectedQueries(RecordedSchema recorded, CompiledQueries queries) {
        this.recorded = recorded;
        this.queries = queries;
    }

    /** Returns a line for each changed object or column that queries read or change: {@code orders.city: Sales.perCity}. */
    List<String> describe(Plan plan) {
        Set<TouchedPart> touched = new TreeSet<>();
        plan.steps().stream().map(Step::touchedParts).forEach(touched::addAll);
        Set<ObjectName> wholeNames = touched.stream()
                .filter(change -> WHOLE.contains(change.part().kind()))
                .map(TouchedPart::object)
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> lines = new ArrayList<>();
        for (ObjectName object : wholeNames) {
            Optional<String> from = findPreviousName(object, "");
            if (from.isPresent() || hasExisted(object)) {
                addLine(object, "", from, lines);
            }
        }
        for (TouchedPart change : touched) {
            ObjectName object = change.object();
            if (change.part().is(ObjectPart.Kind.COLUMN) && !wholeNames.contains(object)) {
                String column = change.part().name();
                Optional<String> from = findPreviousName(object, column);
                if (from.isPresent() || hasExisted(object, column)) {
                    addLine(object, "." + column, from, lines);
                }
            }
        }
        return lines;
    }

    private boolean hasExisted(ObjectName object) {
        Catalog before = recorded.chain().headCatalog();
        return before.database(object.database())
                .filter(objects -> objects.hasObject(object.name()))
                .isPresent();
    }

    /** Whether a column existed before. The columns of views are not known: they count as existing if the view did. */
    private boolean hasExisted(ObjectName object, String column) {
        Optional<Table> table = recorded.chain().headCatalog().table(object.database(), object.name());
        return table.map(before -> before.column(column).isPresent()).orElseGet(() -> hasExisted(object));
    }

    /** The previous name of an object, or of its column. */
    private Optional<String> findPreviousName(ObjectName object, String column) {
        return recorded.schema().collectRenames().declaredRenames().stream()
                .filter(rename -> rename.object().equals(object))
                .filter(rename -> rename instanceof Rename.ColumnRename renamed
                        ? renamed.newName().equalsIgnoreCase(column) && !hasExisted(object, column)
                        : column.isEmpty() && !hasExisted(object))
                .map(Rename::oldName)
                .findFirst();
    }

    private void addLine(ObjectName object, String column, Optional<String> previousName, List<String> lines) {
        List<String> names = queries.filterByRelation(object + column).listings().stream()
                .flatMap(listing -> listing.queries().stream())
                .map(CheckedQuery::name)
                .distinct()
                .toList();
        if (!names.isEmpty()) {
            lines.add(object.toSqlName(recorded.schema().session()) + column
                    + previousName.map(name -> " (renamed from " + name + ")").orElse("")
                    + ": " + String.join(", ", names));
        }
    }
}
