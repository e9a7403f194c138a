package dev.cairn.spring;

import dev.cairn.MigratorOptions;
import dev.cairn.schema.SchemaDescriptor;

/**
 * Changes the options of migrators that result from the properties. If there are several beans of this type, they are
 * called in their order, each with the result of the previous one.
 */
@FunctionalInterface
public interface MigratorCustomizer {
    /**
     * Returns the options to be used for a schema.
     *
     * @param options the options that would be used otherwise
     */
    MigratorOptions customize(SchemaDescriptor schema, MigratorOptions options);
}
