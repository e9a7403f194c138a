package dev.cairn.plan.change;

import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * A table that differs from the desired one. Plans the changes that remove the differences.
 *
 * @param differingParts the parts in which the table differs from the desired one
 */
record TableDifference(
        Simulation simulation,
        ObjectName name,
        Table currentTable,
        Table desiredTable,
        SortedSet<ObjectPart> differingParts) {
    ServerProfile profile() {
        return simulation.profile();
    }

    QualifiedName toSqlName(ObjectName objectName) {
        return objectName.toSqlName(simulation.session());
    }

    boolean hasDifferingPart(ObjectPart part) {
        return differingParts.contains(part);
    }

    boolean hasDifferingPart(Kind kind) {
        return differingParts.stream().anyMatch(part -> part.hasKind(kind));
    }

    /** Returns all pending changes of the table, in the order in which they usually succeed. */
    List<TableChange> planChanges() {
        List<TableChange> allChanges = new ArrayList<>(planSchemaChanges());
        allChanges.addAll(new RollupChangePlanner(this).planChanges());
        allChanges.addAll(new PartitionChangePlanner(this).planChanges());
        allChanges.addAll(planDistributionChanges());
        allChanges.addAll(new PropertyChangePlanner(currentTable, desiredTable, differingParts).planChanges());
        if (differingParts.contains(ObjectPart.of(Kind.COMMENT))) {
            allChanges.add(TableChange.of(
                    ObjectPart.of(Kind.COMMENT), new AlterClause.SetComment(desiredTable.comment(), Span.NONE)));
        }
        return allChanges;
    }

    private List<TableChange> planSchemaChanges() {
        CreateTable currentStatement = ShowCreate.writtenStatement(profile(), currentTable);
        CreateTable desiredStatement = ShowCreate.writtenStatement(profile(), desiredTable);
        List<TableChange> changes =
                new ArrayList<>(TableChange.createIndexDrops(currentStatement.indexes(), differingParts));
        changes.removeIf(this::isDroppedWithColumn);
        changes.addAll(ColumnChangePlanner.plan(this));
        changes.addAll(TableChange.createIndexAdditions(desiredStatement.indexes(), differingParts));
        ObjectPart sortKey = ObjectPart.of(Kind.SORT_KEY);
        if (differingParts.contains(sortKey)) {
            // No clause removes a sort key; a table sorted by its key is equivalent to one without a sort key.
            List<Name> columnNames =
                    effectiveSortKey(desiredTable).map(Name::of).toList();
            changes.add(
                    TableChange.of(sortKey, new AlterClause.ReorderColumns(columnNames, null, List.of(), Span.NONE)));
        }
        return changes;
    }

    private static Stream<String> effectiveSortKey(Table table) {
        return (table.sortKey().isEmpty() ? table.keyColumnNames() : table.sortKey()).stream();
    }

    /** Returns whether a change drops an index whose column is also dropped: the server drops both together. */
    private boolean isDroppedWithColumn(TableChange change) {
        return currentTable.indexes().stream()
                .filter(index ->
                        change.part().equals(ObjectPart.ofIndex(index.name().text())))
                .anyMatch(index -> index.columns().stream()
                        .anyMatch(
                                column -> desiredTable.findColumn(column.text()).isEmpty()));
    }

    private List<TableChange> planDistributionChanges() {
        ObjectPart part = ObjectPart.of(Kind.DISTRIBUTION);
        if (!differingParts.contains(part)) {
            return List.of();
        }
        Distribution distribution =
                simulation.determineDeclaredDistribution(name, desiredTable.properties(), desiredTable.distribution());
        List<TableChange.Alternative> alternatives = new ArrayList<>();
        if (currentTable.distribution() instanceof Distribution.Random) {
            alternatives.add(createRedistribution(distribution));
        }
        alternatives.add(new TableChange.Alternative.ClauseAlternative(AlterClause.Optimize.of(distribution)));
        if (distribution instanceof Distribution.Hash hashDistribution) {
            alternatives.add(new TableChange.Alternative.ClauseAlternative(
                    new AlterClause.SetDefaultBuckets(hashDistribution, Span.NONE)));
        }
        return List.of(new TableChange(part, alternatives));
    }

    /**
     * Returns the statements that change the distribution of a table with RANDOM distribution. The server refuses this
     * while the table has a bucket_size, so the first statement resets it. A table that was created with RANDOM
     * distribution, such as by a rebuild, has a bucket_size; a table that ALTER TABLE has changed to RANDOM has none.
     * The definitions of both are the same.
     */
    private TableChange.Alternative createRedistribution(Distribution distribution) {
        List<AlterClause> clauses = new ArrayList<>();
        clauses.add(createBucketSizeClause("0"));
        clauses.add(AlterClause.Optimize.of(distribution));
        if (distribution instanceof Distribution.Random
                && KnownProperty.BUCKET_SIZE.isSetIn(currentTable.properties())) {
            KnownProperty.BUCKET_SIZE
                    .findValueIn(desiredTable.properties())
                    .ifPresent(value -> clauses.add(createBucketSizeClause(value)));
        }
        return new TableChange.Alternative.ActionSequence(clauses.stream()
                .map(clause -> simulation.definitionStatements().buildAlter(name, clause))
                .map(MigrationAction::of)
                .toList());
    }

    private static AlterClause createBucketSizeClause(String value) {
        return AlterClause.SetProperties.of(Property.of(KnownProperty.BUCKET_SIZE.propertyName(), value));
    }
}
