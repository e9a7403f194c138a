package dev.cairn.plan.change;

import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
        allChanges.addAll(planPropertyChanges());
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
        return createSetClause(Property.of(KnownProperty.BUCKET_SIZE.propertyName(), value));
    }

    /**
     * Plans the changes of properties. A SET accepts one property at a time, except for the properties of dynamic
     * partitions and of the binlog.
     */
    private List<TableChange> planPropertyChanges() {
        List<TableChange> changes = new ArrayList<>();
        for (ObjectPart part : differingParts) {
            if (part.hasKind(Kind.PROPERTY)
                    && KnownProperty.FAMILY_PREFIXES.stream().noneMatch(part.name()::startsWith)) {
                findNewValue(part.name()).ifPresent(value -> changes.add(planPropertyChange(part, value)));
            }
        }
        KnownProperty.FAMILY_PREFIXES.forEach(prefix -> changes.addAll(planFamilyChanges(prefix)));
        // A table has to match the tables of a colocation group before it can join the group.
        changes.sort(Comparator.comparing(
                change -> change.part().equals(ObjectPart.ofProperty(KnownProperty.COLOCATE_WITH.propertyName()))));
        return changes;
    }

    /** Returns the desired value of a property, or the value that resets it; empty if no value does. */
    private Optional<String> findNewValue(String propertyName) {
        return desiredTable
                .properties()
                .findValue(propertyName)
                .or(() -> KnownProperty.findDefinition(propertyName, OwnerKind.TABLE)
                        .flatMap(PropertyDefinition::resetValue));
    }

    private TableChange planPropertyChange(ObjectPart part, String value) {
        List<AlterClause> alternatives = new ArrayList<>();
        alternatives.add(createSetClause(Property.of(part.name(), value)));
        // For some tables, the server accepts such a property only by another name.
        KnownProperty.findDefinition(part.name(), OwnerKind.TABLE)
                .map(PropertyDefinition::alterName)
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> alternatives.add(createSetClause(Property.of(name, value))));
        return TableChange.of(part, alternatives.toArray(AlterClause[]::new));
    }

    private static AlterClause createSetClause(Property... properties) {
        return new AlterClause.SetProperties(List.of(properties), Span.NONE);
    }

    /** Plans the changes of the properties whose names begin with a prefix, which one SET changes together. */
    private List<TableChange> planFamilyChanges(String prefix) {
        List<ObjectPart> familyParts = differingParts.stream()
                .filter(part -> part.hasKind(Kind.PROPERTY) && part.name().startsWith(prefix))
                .toList();
        if (familyParts.isEmpty()) {
            return List.of();
        }
        List<Property> changedProperties = new ArrayList<>();
        for (ObjectPart part : familyParts) {
            findNewValue(part.name()).ifPresent(value -> changedProperties.add(Property.of(part.name(), value)));
        }
        List<AlterClause> alternatives = new ArrayList<>();
        boolean isFamilyUnset =
                currentTable.properties().settingByName().keySet().stream().noneMatch(name -> name.startsWith(prefix));
        if (!changedProperties.isEmpty()) {
            // The first SET of a family switches it on by default, so it contains all declared properties of the
            // family.
            if (!isFamilyUnset) {
                alternatives.add(createSetClause(changedProperties.toArray(Property[]::new)));
            }
            List<Property> declaredProperties = collectDeclaredProperties(prefix);
            if (!declaredProperties.isEmpty()) {
                alternatives.add(createSetClause(declaredProperties.toArray(Property[]::new)));
            }
        }
        String enablePropertyName = prefix.endsWith(".") ? prefix + "enable" : prefix + "_enable";
        if (currentTable.properties().hasProperty(enablePropertyName)) {
            alternatives.add(createSetClause(Property.of(enablePropertyName, "false")));
        }
        // A SET succeeds only if it changes the part of its change. It is possible that no statement can change the
        // first part; then a second part, which gets a value, is tried in its place.
        List<ObjectPart> changedParts = familyParts.stream()
                .filter(part -> part.equals(familyParts.get(0))
                        || changedProperties.stream()
                                .anyMatch(property -> property.name().equals(part.name())))
                .limit(2)
                .toList();
        return alternatives.isEmpty()
                ? List.of()
                : changedParts.stream()
                        .map(part -> TableChange.of(part, alternatives.toArray(AlterClause[]::new)))
                        .toList();
    }

    private List<Property> collectDeclaredProperties(String prefix) {
        List<Property> properties = new ArrayList<>();
        desiredTable.properties().settingByName().forEach((name, setting) -> {
            if (name.startsWith(prefix) && !setting.isAssumed()) {
                properties.add(Property.of(name, setting.value()));
            }
        });
        return properties;
    }
}
