package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Selects and replaces objects of a catalog. */
public final class ObjectFilter {
    private ObjectFilter() {}

    /** The names of all tables, views and materialized views. */
    public static SortedSet<ObjectName> names(Catalog catalog) {
        SortedSet<ObjectName> names = new TreeSet<>();
        for (Map.Entry<String, Database> entry : catalog.databases()) {
            Database database = entry.getValue();
            database.tables().forEach(each -> names.add(new ObjectName(entry.getKey(), each.getKey())));
            database.views().forEach(each -> names.add(new ObjectName(entry.getKey(), each.getKey())));
            database.materializedViews().forEach(each -> names.add(new ObjectName(entry.getKey(), each.getKey())));
        }
        return names;
    }

    /** Returns the catalog with the selected objects only. */
    public static Catalog only(Catalog catalog, Predicate<ObjectName> selected) {
        Catalog part = catalog;
        for (Map.Entry<String, Database> entry : catalog.databases()) {
            part = part.with(only(entry.getValue(), selected));
        }
        return part;
    }

    public static Catalog without(Catalog catalog, ObjectName name) {
        return only(catalog, each -> !each.equals(name));
    }

    /** Replaces an object, or removes it if the replacement is empty. */
    static Catalog with(Catalog catalog, ObjectName name, Optional<SchemaObject> object) {
        Catalog without = without(catalog, name);
        if (object.isEmpty()) {
            return without;
        }
        Database database = without.database(name.database()).orElseGet(() -> Database.of(name.database()));
        if (object.get() instanceof SchemaObject.OfTable held) {
            return without.with(database.with(held.table()));
        }
        return without.with(
                object.get() instanceof SchemaObject.OfView held
                        ? database.with(held.view())
                        : database.with(((SchemaObject.OfMaterializedView) object.get()).view()));
    }

    private static Database only(Database database, Predicate<ObjectName> selected) {
        Predicate<String> excluded = name -> !selected.test(new ObjectName(database.name(), name));
        Database part = database;
        for (Map.Entry<String, Table> each : database.tables()) {
            part = excluded.test(each.getKey()) ? part.without(each.getKey()) : part;
        }
        for (Map.Entry<String, View> each : database.views()) {
            part = excluded.test(each.getKey()) ? part.recycling(each.getValue()) : part;
        }
        for (Map.Entry<String, MaterializedView> each : database.materializedViews()) {
            part = excluded.test(each.getKey()) ? part.without(each.getValue()) : part;
        }
        return part;
    }
}
