package dev.cairn.plan.step;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.plan.part.ObjectName;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds the names under which two catalogs do not hold the identical object. */
public final class ReplacedObjects {
    private static final Database NONE = Database.of("");

    private ReplacedObjects() {}

    public static SortedSet<ObjectName> between(Catalog from, Catalog to) {
        SortedSet<ObjectName> names = new TreeSet<>();
        for (String database : from.databases().replacedIn(to.databases())) {
            Database before = from.database(database).orElse(NONE);
            Database after = to.database(database).orElse(NONE);
            add(names, database, before.tables().replacedIn(after.tables()));
            add(names, database, before.views().replacedIn(after.views()));
            add(names, database, before.materializedViews().replacedIn(after.materializedViews()));
        }
        return names;
    }

    private static void add(SortedSet<ObjectName> names, String database, SortedSet<String> replaced) {
        replaced.forEach(name -> names.add(new ObjectName(database, name)));
    }
}
