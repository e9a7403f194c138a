package dev.cairn.spring;

import dev.cairn.data.Database;
import dev.cairn.schema.SchemaDescriptor;

/**
 * Changes the {@link Database} beans that are created for schemas. If there are several beans of this type, they are
 * called in their order, each with the result of the previous one.
 */
@FunctionalInterface
public interface DatabaseCustomizer {
    /**
     * Returns the database to be used for a schema.
     *
     * @param database the database that would be used otherwise
     */
    Database customize(SchemaDescriptor schema, Database database);
}
