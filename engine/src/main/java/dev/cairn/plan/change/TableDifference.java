package dev.cairn.plan.change;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * A table that differs from the wanted one.
 *
 * @param differing the parts in which it differs
 */
record TableDifference(
        Simulation rehearsal, ObjectName name, Table now, Table wanted, SortedSet<ObjectPart> differing) {
    ServerProfile profile() {
        return rehearsal.profile();
    }

    QualifiedName inSession(ObjectName object) {
        return object.in(rehearsal.session());
    }

    boolean has(ObjectPart part) {
        return differing.contains(part);
    }

    boolean has(Kind kind) {
        return differing.stream().anyMatch(part -> part.is(kind));
    }

    /** Returns all pending changes of the table, in the order in which they usually succeed. */
    List<Change> changes() {
        List<Change> all = new ArrayList<>(ofSchema());
        all.addAll(new RollupChanges(this).all());
        all.addAll(new PartitionChanges(this).all());
        all.addAll(ofDistribution());
        all.addAll(new PropertyChanges(this).all());
        if (differing.contains(ObjectPart.of(Kind.COMMENT))) {
            all.add(Change.of(ObjectPart.of(Kind.COMMENT), new AlterClause.SetComment(wanted.comment(), Span.NONE)));
        }
        return all;
    }

    private List<Change> ofSchema() {
        CreateTable before = ShowCreate.written(profile(), now);
        CreateTable after = ShowCreate.written(profile(), wanted);
        List<Change> changes = new ArrayList<>(Change.ofDroppedIndexes(before.indexes(), differing));
        changes.removeIf(this::goesWithItsColumn);
        changes.addAll(ColumnChanges.of(this));
        changes.addAll(Change.ofAddedIndexes(after.indexes(), differing));
        ObjectPart sortKey = ObjectPart.of(Kind.SORT_KEY);
        if (differing.contains(sortKey)) {
            // No clause removes a sort key; a table sorted by its key is equivalent to one without a sort key.
            List<Name> columns = sortedBy(wanted).map(Name::of).toList();
            changes.add(Change.of(sortKey, new AlterClause.Reorder(columns, null, List.of(), Span.NONE)));
        }
        return changes;
    }

    private static Stream<String> sortedBy(Table table) {
        return table.sortKey().isEmpty()
                ? table.columns().stream().filter(Column::key).map(Column::name)
                : table.sortKey().stream();
    }

    /** The server drops the indexes of a column together with the column. */
    private boolean goesWithItsColumn(Change change) {
        return now.indexes().stream()
                .filter(index ->
                        change.part().equals(ObjectPart.index(index.name().text())))
                .anyMatch(index -> index.columns().stream()
                        .anyMatch(column -> wanted.column(column.text()).isEmpty()));
    }

    private List<Change> ofDistribution() {
        ObjectPart part = ObjectPart.of(Kind.DISTRIBUTION);
        if (!differing.contains(part)) {
            return List.of();
        }
        Distribution distribution = wanted.distribution();
        List<AlterClause> ways = new ArrayList<>();
        ways.add(new AlterClause.Optimize(null, null, null, List.of(), distribution, null, Span.NONE));
        if (distribution instanceof Distribution.Hash hash) {
            ways.add(new AlterClause.DefaultBuckets(hash, Span.NONE));
        }
        return List.of(Change.of(part, ways.toArray(AlterClause[]::new)));
    }
}
