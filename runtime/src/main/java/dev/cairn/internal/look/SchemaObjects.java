package dev.cairn.internal.look;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import java.util.SortedSet;
import java.util.TreeSet;

/** Adds objects to a catalog, removes them, and lists them. */
final class SchemaObjects {
    private SchemaObjects() {}

    static SortedSet<ObjectName> names(Catalog catalog) {
        SortedSet<ObjectName> names = new TreeSet<>();
        catalog.databases().values().forEach(database -> names.addAll(names(database)));
        return names;
    }

    static SortedSet<ObjectName> names(Database database) {
        SortedSet<ObjectName> names = new TreeSet<>();
        database.tables().forEach(entry -> names.add(new ObjectName(database.name(), entry.getKey())));
        database.views().forEach(entry -> names.add(new ObjectName(database.name(), entry.getKey())));
        database.materializedViews().forEach(entry -> names.add(new ObjectName(database.name(), entry.getKey())));
        return names;
    }

    static Catalog without(Catalog catalog, ObjectName name) {
        Database database = catalog.database(name.database()).orElse(null);
        SchemaObject object = SchemaObject.find(catalog, name).orElse(null);
        if (database == null || object == null) {
            return catalog;
        }
        if (object instanceof SchemaObject.OfTable) {
            return catalog.with(database.without(name.name()));
        }
        return catalog.with(
                object instanceof SchemaObject.OfView held
                        ? database.recycling(held.view())
                        : database.without(((SchemaObject.OfMaterializedView) object).view()));
    }

    static Catalog with(Catalog catalog, String name, SchemaObject object) {
        Database database = catalog.database(name).orElseGet(() -> Database.of(name));
        if (object instanceof SchemaObject.OfTable held) {
            return catalog.with(database.with(held.table()));
        }
        return catalog.with(
                object instanceof SchemaObject.OfView held
                        ? database.with(held.view())
                        : database.with(((SchemaObject.OfMaterializedView) object).view()));
    }
}
