package dev.cairn.plan.part;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.property.DynamicPartitionProperties;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.access.SecuredKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * An object with a name in a database: a table, a view or a materialized view. Plans and comparisons treat the three
 * alike where they can, and distinguish them by pattern matching where they can't.
 */
public sealed interface SchemaObject {
    record TableObject(Table table) implements SchemaObject {}

    record ViewObject(View view) implements SchemaObject {}

    record MaterializedViewObject(MaterializedView view) implements SchemaObject {}

    /** Returns the object with a name; empty if the catalog has no table, view or materialized view with this name. */
    static Optional<SchemaObject> find(Catalog catalog, ObjectName name) {
        return catalog.findDatabase(name.database()).flatMap(database -> find(database, name.name()));
    }

    static Optional<SchemaObject> find(Database database, String name) {
        Optional<Table> table = database.tables().get(name);
        if (table.isPresent()) {
            return table.map(TableObject::new);
        }
        Optional<View> view = database.findView(name);
        return view.isPresent()
                ? view.map(ViewObject::new)
                : database.findMaterializedView(name).map(MaterializedViewObject::new);
    }

    static boolean isTable(Catalog catalog, ObjectName name) {
        return find(catalog, name).filter(TableObject.class::isInstance).isPresent();
    }

    /**
     * Returns the name of an object, and the names of all objects that it reads, directly or through other views.
     *
     * @param isFollowed whether a base is included and searched for further bases
     */
    static SortedSet<ObjectName> collectNamesWithBases(
            Catalog catalog, ObjectName name, Predicate<BaseRelation> isFollowed) {
        SortedSet<ObjectName> names = new TreeSet<>();
        addNamesWithBases(catalog, name, isFollowed, names);
        return names;
    }

    private static void addNamesWithBases(
            Catalog catalog, ObjectName name, Predicate<BaseRelation> isFollowed, Set<ObjectName> names) {
        if (names.add(name)) {
            find(catalog, name).stream()
                    .flatMap(object -> object.baseRelations().stream())
                    .filter(isFollowed)
                    .forEach(base -> addNamesWithBases(catalog, ObjectName.of(base), isFollowed, names));
        }
    }

    /** Returns the names of all tables, views and materialized views. */
    static SortedSet<ObjectName> collectNames(Catalog catalog) {
        SortedSet<ObjectName> names = new TreeSet<>();
        catalog.databases().values().forEach(database -> names.addAll(collectNames(database)));
        return names;
    }

    static SortedSet<ObjectName> collectNames(Database database) {
        SortedSet<ObjectName> names = new TreeSet<>();
        database.tables().forEach(tableEntry -> names.add(new ObjectName(database.name(), tableEntry.getKey())));
        database.views().forEach(viewEntry -> names.add(new ObjectName(database.name(), viewEntry.getKey())));
        database.materializedViews()
                .forEach(viewEntry -> names.add(new ObjectName(database.name(), viewEntry.getKey())));
        return names;
    }

    /** Returns the catalog without an object; the same catalog if it has no such object. */
    static Catalog withoutObject(Catalog catalog, ObjectName name) {
        Database database = catalog.findDatabase(name.database()).orElse(null);
        SchemaObject object = find(catalog, name).orElse(null);
        if (database == null || object == null) {
            return catalog;
        }
        if (object instanceof TableObject) {
            return catalog.withDatabase(database.withoutTable(name.name()));
        }
        return catalog.withDatabase(
                object instanceof ViewObject viewObject
                        ? database.recycle(viewObject.view())
                        : database.withoutMaterializedView(((MaterializedViewObject) object).view()));
    }

    /** Returns the catalog with only the selected tables and views. */
    static Catalog withSelectedObjects(Catalog catalog, Predicate<ObjectName> isSelected) {
        Catalog retainedCatalog = catalog;
        for (ObjectName name : collectNames(catalog)) {
            retainedCatalog = isSelected.test(name) ? retainedCatalog : withoutObject(retainedCatalog, name);
        }
        return retainedCatalog;
    }

    /** Returns the catalog with this object in a database, which is created if the catalog does not have it. */
    default Catalog addTo(Catalog catalog, String databaseName) {
        Database database = catalog.findDatabase(databaseName).orElseGet(() -> Database.of(databaseName));
        if (this instanceof TableObject tableObject) {
            return catalog.withDatabase(database.withTable(tableObject.table()));
        }
        return catalog.withDatabase(
                this instanceof ViewObject viewObject
                        ? database.withView(viewObject.view())
                        : database.withMaterializedView(((MaterializedViewObject) this).view()));
    }

    /** Returns this object as the object of a privilege. */
    default SecuredObject toSecuredObject(ObjectName name) {
        SecuredKind kind = this instanceof TableObject
                ? SecuredKind.TABLE
                : this instanceof ViewObject ? SecuredKind.VIEW : SecuredKind.MATERIALIZED_VIEW;
        return new SecuredObject(kind, name.database(), name.name());
    }

    /** Returns the output of SHOW CREATE. */
    default String renderShowCreate(ServerProfile profile) {
        if (this instanceof TableObject tableObject) {
            return ShowCreate.render(profile, tableObject.table());
        }
        return this instanceof ViewObject viewObject
                ? ShowCreate.render(viewObject.view())
                : ShowCreate.render(profile, ((MaterializedViewObject) this).view());
    }

    /**
     * Returns the parts in which the object does not match the desired one; the object as a whole if the kinds differ.
     * What the desired table leaves open, and what the server itself changes, is no difference.
     */
    default SortedSet<ObjectPart> findDifferingParts(
            SchemaObject desiredObject, ServerProfile profile, QueryMatcher queryMatcher) {
        if (!kind().equals(desiredObject.kind())) {
            return new TreeSet<>(Set.of(ObjectPart.of(ObjectPart.Kind.OBJECT)));
        }
        SchemaObject comparedObject = this instanceof TableObject currentTableObject
                        && desiredObject instanceof TableObject desiredTableObject
                ? new TableObject(desiredTableObject.table().withAssumedKeyOf(currentTableObject.table()))
                : desiredObject;
        ObjectParts currentParts = ObjectParts.of(profile, this);
        ObjectParts desiredParts = ObjectParts.of(profile, comparedObject);
        SortedSet<ObjectPart> differingParts = currentParts.findDifferingParts(desiredParts, queryMatcher);
        if (comparedObject instanceof TableObject comparedTableObject) {
            Table currentTable = ((TableObject) this).table();
            DeclaredPartitions.removeServerChanges(differingParts, currentTable, comparedTableObject.table());
            removeDisabledDynamicPartitioning(differingParts, currentTable, comparedTableObject.table());
        }
        return differingParts;
    }

    /**
     * Removes the properties of dynamic partitioning from the differing parts if it is off and not declared. A
     * statement can switch off the dynamic partitioning of a table, but not remove its properties, so no statement
     * would make the two objects equal.
     */
    private static void removeDisabledDynamicPartitioning(
            SortedSet<ObjectPart> differingParts, Table currentTable, Table desiredTable) {
        boolean isDeclared = KnownProperty.DYNAMIC_PARTITION_ENABLE.isSetIn(desiredTable.properties());
        if (!isDeclared && !currentTable.hasDynamicPartitions()) {
            differingParts.removeIf(part -> part.hasKind(ObjectPart.Kind.PROPERTY)
                    && part.name().startsWith(DynamicPartitionProperties.PREFIX));
        }
    }

    /** Returns the relations that the query of a view reads; an empty list for a table. */
    default List<BaseRelation> baseRelations() {
        if (this instanceof ViewObject viewObject) {
            return viewObject.view().definition().baseRelations();
        }
        return this instanceof MaterializedViewObject materializedViewObject
                ? materializedViewObject.view().definition().baseRelations()
                : List.of();
    }

    /** Returns the names of the columns in their order, as the definition spells them. */
    default List<String> columnNames() {
        if (this instanceof TableObject tableObject) {
            return tableObject.table().columns().stream().map(Column::name).toList();
        }
        List<ViewColumn> columns = this instanceof ViewObject viewObject
                ? viewObject.view().columns()
                : ((MaterializedViewObject) this).view().columns();
        return columns.stream().map(ViewColumn::name).toList();
    }

    /** Returns {@code table}, {@code view} or {@code materialized view}. */
    default String kind() {
        if (this instanceof TableObject) {
            return "table";
        }
        return this instanceof ViewObject ? "view" : "materialized view";
    }
}
