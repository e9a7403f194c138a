package dev.cairn.server.run;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.ObjectName;
import dev.cairn.plan.SchemaObject;
import dev.cairn.server.link.Link;
import java.util.Optional;

/** Looks at one object of the server. */
@FunctionalInterface
public interface Inspection {
    /**
     * What the server holds under a name; empty where there is nothing.
     *
     * @param expected what should be there: names in queries are looked up in it
     * @throws dev.cairn.schema.MigrationException if it is there and can't be read
     */
    Optional<SchemaObject> look(Link link, ObjectName name, Catalog expected);
}
