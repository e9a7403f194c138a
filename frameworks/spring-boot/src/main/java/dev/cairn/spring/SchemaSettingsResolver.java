package dev.cairn.spring;

import java.util.Collection;

/**
 * Combines the settings of each schema with the settings that all schemas share.
 *
 * @param sharedProperties the settings below {@code cairn}
 * @param cairnProperties the settings of single schemas
 */
record SchemaSettingsResolver(SchemaProperties sharedProperties, CairnProperties cairnProperties) {
    EffectiveSchemaSettings resolve(String schemaName) {
        return new EffectiveSchemaSettings(
                cairnProperties.propertiesBySchemaName().getOrDefault(schemaName, sharedProperties), sharedProperties);
    }

    /**
     * Requires that each schema with settings of its own exists. The settings of a misspelt name would have no effect:
     * the application might upgrade a schema whose mode forbids it.
     *
     * @throws CairnConfigurationException if settings name a schema that does not exist
     */
    void requireKnown(Collection<String> schemaNames) {
        for (String schemaName : cairnProperties.propertiesBySchemaName().keySet()) {
            if (!schemaNames.contains(schemaName)) {
                throw new CairnConfigurationException(
                        "There is no schema " + schemaName + ", which cairn.schemas names.",
                        schemaNames.isEmpty()
                                ? "Remove cairn.schemas: there is no schema."
                                : "These are the schemas: " + String.join(", ", schemaNames)
                                        + ". A name with an underscore is written in brackets, as in"
                                        + " cairn.schemas[my_shop].mode.");
            }
        }
    }
}
