package dev.cairn.spring;

import dev.cairn.MigratorOptions;
import dev.cairn.schema.SchemaDescriptor;

/**
 * Changes the options of the migrators that are made from the properties. Each bean of this type is called once for
 * each schema, in their order.
 */
@FunctionalInterface
public interface MigratorCustomizer {
    /** Returns the options to be used for a schema. */
    MigratorOptions customize(SchemaDescriptor schema, MigratorOptions options);
}
