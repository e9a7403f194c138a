package dev.cairn.plan.change;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * A table that differs from the desired one, with its pending changes. It is immutable: each change that is applied
 * gives another difference, until none is left.
 *
 * @param differingParts the parts in which it differs
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

    QualifiedName toSqlName(ObjectName object) {
        return object.toSqlName(simulation.session());
    }

    boolean differsIn(ObjectPart part) {
        return differingParts.contains(part);
    }

    boolean differsIn(Kind kind) {
        return differingParts.stream().anyMatch(part -> part.hasKind(kind));
    }

    /** Returns all pending changes of the table, in the order in which they usually succeed. */
    List<TableChange> planChanges() {
        List<TableChange> allChanges = new ArrayList<>(planSchemaChanges());
        allChanges.addAll(planRollupChanges());
        allChanges.addAll(new PartitionChangePlanning(this).planChanges());
        allChanges.addAll(planDistributionChanges());
        allChanges.addAll(planPropertyChanges());
        if (differingParts.contains(ObjectPart.of(Kind.COMMENT))) {
            allChanges.add(TableChange.of(
                    ObjectPart.of(Kind.COMMENT), new AlterClause.SetComment(desiredTable.comment(), Span.NONE)));
        }
        return allChanges;
    }

    private List<TableChange> planSchemaChanges() {
        CreateTable before = ShowCreate.writtenStatement(profile(), currentTable);
        CreateTable after = ShowCreate.writtenStatement(profile(), desiredTable);
        List<TableChange> changes = new ArrayList<>(TableChange.ofDroppedIndexes(before.indexes(), differingParts));
        changes.removeIf(this::isDroppedWithColumn);
        changes.addAll(ColumnChangePlanning.plan(this));
        changes.addAll(TableChange.ofAddedIndexes(after.indexes(), differingParts));
        ObjectPart sortKey = ObjectPart.of(Kind.SORT_KEY);
        if (differingParts.contains(sortKey)) {
            // No clause removes a sort key; a table sorted by its key is equivalent to one without a sort key.
            List<Name> columns = sortColumns(desiredTable).map(Name::of).toList();
            changes.add(TableChange.of(sortKey, new AlterClause.ReorderColumns(columns, null, List.of(), Span.NONE)));
        }
        return changes;
    }

    private static Stream<String> sortColumns(Table table) {
        return (table.sortKey().isEmpty() ? table.keyNames() : table.sortKey()).stream();
    }

    /** The server drops the indexes of a column together with the column. */
    private boolean isDroppedWithColumn(TableChange change) {
        return currentTable.indexes().stream()
                .filter(index ->
                        change.part().equals(ObjectPart.index(index.name().text())))
                .anyMatch(index -> index.columns().stream()
                        .anyMatch(column -> desiredTable.column(column.text()).isEmpty()));
    }

    private List<TableChange> planDistributionChanges() {
        ObjectPart part = ObjectPart.of(Kind.DISTRIBUTION);
        if (!differingParts.contains(part)) {
            return List.of();
        }
        Distribution distribution = desiredTable.distribution();
        List<AlterClause> alternatives = new ArrayList<>();
        alternatives.add(AlterClause.Optimize.of(distribution));
        if (distribution instanceof Distribution.Hash hashDistribution) {
            alternatives.add(new AlterClause.SetDefaultBuckets(hashDistribution, Span.NONE));
        }
        return List.of(TableChange.of(part, alternatives.toArray(AlterClause[]::new)));
    }

    /** SET accepts one property at a time, except for those of dynamic partitions and of the binlog. */
    private List<TableChange> planPropertyChanges() {
        List<TableChange> changes = new ArrayList<>();
        for (ObjectPart part : differingParts) {
            if (part.hasKind(Kind.PROPERTY)
                    && KnownProperty.FAMILY_PREFIXES.stream().noneMatch(part.name()::startsWith)) {
                changes.add(planPropertyChange(part));
            }
        }
        KnownProperty.FAMILY_PREFIXES.forEach(prefix -> changes.addAll(planFamilyChanges(prefix)));
        // A table has to match the tables of a colocation group before it can join the group.
        changes.sort(Comparator.comparing(
                change -> change.part().equals(ObjectPart.property(KnownProperty.COLOCATE_WITH.propertyName()))));
        return changes;
    }

    private TableChange planPropertyChange(ObjectPart part) {
        Optional<PropertyUse> use = KnownProperty.findUse(part.name(), Holder.TABLE);
        String value = desiredTable
                .properties()
                .findValue(part.name())
                .or(() -> use.flatMap(PropertyUse::resetValue))
                .orElse("");
        List<AlterClause> alternatives = new ArrayList<>();
        alternatives.add(setProperties(Property.of(part.name(), value)));
        // For some tables the server accepts such a property only by the other name.
        use.map(PropertyUse::alterName)
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> alternatives.add(setProperties(Property.of(name, value))));
        return TableChange.of(part, alternatives.toArray(AlterClause[]::new));
    }

    private static AlterClause setProperties(Property... properties) {
        return new AlterClause.SetProperties(List.of(properties), Span.NONE);
    }

    private List<TableChange> planFamilyChanges(String prefix) {
        List<ObjectPart> parts = differingParts.stream()
                .filter(part -> part.hasKind(Kind.PROPERTY) && part.name().startsWith(prefix))
                .toList();
        if (parts.isEmpty()) {
            return List.of();
        }
        List<Property> changedProperties = new ArrayList<>();
        for (ObjectPart part : parts) {
            desiredTable
                    .properties()
                    .findValue(part.name())
                    .ifPresent(value -> changedProperties.add(Property.of(part.name(), value)));
        }
        List<AlterClause> alternatives = new ArrayList<>();
        boolean isFirstSetting =
                currentTable.properties().settings().keySet().stream().noneMatch(name -> name.startsWith(prefix));
        if (!changedProperties.isEmpty()) {
            // The first SET has to switch the family off, if it is declared so: it is on by default.
            if (!isFirstSetting) {
                alternatives.add(setProperties(changedProperties.toArray(Property[]::new)));
            }
            alternatives.add(setProperties(declaredProperties(prefix).toArray(Property[]::new)));
        }
        String enableProperty = prefix.endsWith(".") ? prefix + "enable" : prefix + "_enable";
        if (currentTable.properties().hasProperty(enableProperty)) {
            alternatives.add(setProperties(Property.of(enableProperty, "false")));
        }
        return alternatives.isEmpty()
                ? List.of()
                : List.of(TableChange.of(parts.get(0), alternatives.toArray(AlterClause[]::new)));
    }

    private List<Property> declaredProperties(String prefix) {
        List<Property> properties = new ArrayList<>();
        desiredTable.properties().settings().forEach((name, setting) -> {
            if (name.startsWith(prefix) && !setting.isAssumed()) {
                properties.add(Property.of(name, setting.value()));
            }
        });
        return properties;
    }

    /** The synchronous materialized views are rollups with a query. */
    private List<TableChange> planRollupChanges() {
        List<TableChange> changes = new ArrayList<>();
        for (Rollup rollup : currentTable.rollups()) {
            ObjectPart part = new ObjectPart(Kind.ROLLUP, rollup.name());
            if (differsIn(part)) {
                changes.add(renameRollup(part, rollup)
                        .or(() -> narrowRollup(part, rollup))
                        .orElseGet(() -> dropRollup(part, rollup)));
            }
        }
        for (Rollup rollup : desiredTable.rollups()) {
            ObjectPart part = new ObjectPart(Kind.ROLLUP, rollup.name());
            if (differsIn(part) && currentTable.rollup(rollup.name()).isEmpty()) {
                changes.add(addRollup(part, rollup));
            }
        }
        return changes;
    }

    /** Renames a rollup if only its name differs: a rollup consists of its columns and their order. */
    private Optional<TableChange> renameRollup(ObjectPart part, Rollup rollup) {
        return desiredTable.rollups().stream()
                .filter(desiredRollup -> rollup.query() == null
                        && desiredRollup.equals(rollup.withName(desiredRollup.name()))
                        && currentTable.rollup(desiredRollup.name()).isEmpty())
                .findFirst()
                .map(desiredRollup -> TableChange.of(
                        part,
                        new AlterClause.RenameRollup(
                                Name.of(rollup.name()), Name.of(desiredRollup.name()), Span.NONE)));
    }

    /** Narrows a rollup if it only loses columns. */
    private Optional<TableChange> narrowRollup(ObjectPart part, Rollup rollup) {
        List<String> desiredColumns = desiredTable.rollups().stream()
                .filter(desiredRollup -> desiredRollup.name().equals(rollup.name()) && desiredRollup.query() == null)
                .flatMap(desiredRollup -> desiredRollup.columns().stream().map(Column::name))
                .toList();
        List<String> remainingColumns =
                new ArrayList<>(rollup.columns().stream().map(Column::name).toList());
        Optional<String> surplusColumn = remainingColumns.stream()
                .filter(column -> !desiredColumns.contains(column))
                .findFirst();
        remainingColumns.retainAll(desiredColumns);
        return surplusColumn
                .filter(column -> rollup.query() == null
                        && !remainingColumns.isEmpty()
                        && remainingColumns.equals(desiredColumns))
                .map(column -> TableChange.of(
                        part,
                        new AlterClause.DropColumn(Name.of(column), Name.of(rollup.name()), List.of(), Span.NONE),
                        new AlterClause.DropRollup(Name.of(rollup.name()), Span.NONE)));
    }

    private TableChange dropRollup(ObjectPart part, Rollup rollup) {
        return rollup.query() == null
                ? TableChange.of(part, new AlterClause.DropRollup(Name.of(rollup.name()), Span.NONE))
                : TableChange.of(part, simulation.statements().dropRollup(name, rollup));
    }

    private TableChange addRollup(ObjectPart part, Rollup rollup) {
        QueryText query = rollup.query();
        if (query != null) {
            return TableChange.of(part, createSynchronousView(rollup, query));
        }
        RollupDefinition definition = ShowCreate.writtenStatement(profile(), desiredTable).rollups().stream()
                .filter(candidate -> candidate.name().text().equals(rollup.name()))
                .findFirst()
                .orElseThrow();
        return TableChange.of(part, new AlterClause.AddRollup(definition, Span.NONE));
    }

    private ViewStatement createSynchronousView(Rollup rollup, QueryText query) {
        return ViewStatement.CreateMaterializedView.synchronous(toSqlName(name.withName(rollup.name())), query);
    }
}
