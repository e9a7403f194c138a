package dev.cairn.spring;

import dev.cairn.data.Database;
import dev.cairn.schema.SchemaDescriptor;

/**
 * Changes the {@link Database} beans that are made for schemas. Each bean of this type is called once for each schema,
 * in their order.
 */
@FunctionalInterface
public interface DatabaseCustomizer {
    /** Returns the database to be used for a schema. */
    Database customize(SchemaDescriptor schema, Database database);
}
