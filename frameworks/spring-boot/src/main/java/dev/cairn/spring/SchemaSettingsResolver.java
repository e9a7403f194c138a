package dev.cairn.spring;

import java.util.Collection;

/**
 * Combines the settings of each schema with the settings that all schemas share.
 *
 * @param sharedProperties the settings below {@code cairn}
 * @param cairn the settings of single schemas
 */
record SchemaSettingsResolver(SchemaProperties sharedProperties, CairnProperties cairn) {
    EffectiveSchemaSettings resolve(String schema) {
        return new EffectiveSchemaSettings(
                cairn.schemasOrNone().getOrDefault(schema, sharedProperties), sharedProperties);
    }

    /**
     * Requires that each schema with settings of its own exists. The settings of a misspelt name would have no effect:
     * the application might upgrade a schema whose mode forbids it.
     *
     * @throws CairnConfigurationException if settings name a schema that does not exist
     */
    void requireKnown(Collection<String> schemas) {
        for (String name : cairn.schemasOrNone().keySet()) {
            if (!schemas.contains(name)) {
                throw new CairnConfigurationException(
                        "There is no schema " + name + ", which cairn.schemas names.",
                        schemas.isEmpty()
                                ? "Remove cairn.schemas: there is no schema."
                                : "These are the schemas: " + String.join(", ", schemas)
                                        + ". A name with an underscore is written in brackets, as in"
                                        + " cairn.schemas[my_shop].mode.");
            }
        }
    }
}
