package dev.cairn.spring;

import dev.cairn.internal.run.preparation.Placeholders;
import dev.cairn.schema.SchemaDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Combines the settings of each schema with the settings that all schemas share.
 *
 * @param sharedProperties the settings below {@code cairn}
 * @param cairnProperties the settings of single schemas, and the refreshes
 */
record SchemaSettingsResolver(SchemaProperties sharedProperties, CairnProperties cairnProperties) {
    private static final String SHARED_PREFIX = "cairn";

    /**
     * Requires that all values are valid.
     *
     * @throws CairnConfigurationException if a value is not valid
     */
    SchemaSettingsResolver {
        sharedProperties.requireValid(SHARED_PREFIX);
        cairnProperties
                .propertiesBySchemaName()
                .forEach((schema, properties) -> properties.requireValid(formatPropertyPrefix(schema)));
    }

    /**
     * Returns the prefix of the properties of a schema, as they are written in a file. A name with characters that
     * Spring Boot would change is in brackets.
     */
    static String formatPropertyPrefix(String schemaName) {
        return SHARED_PREFIX + ".schemas"
                + (schemaName.matches("[a-z0-9-]+") ? "." + schemaName : "[" + schemaName + "]");
    }

    /** Returns the settings of a schema. A schema without settings of its own has the shared ones. */
    EffectiveSchemaSettings resolve(String schemaName) {
        return new EffectiveSchemaSettings(
                cairnProperties.propertiesBySchemaName().getOrDefault(schemaName, sharedProperties), sharedProperties);
    }

    /**
     * Requires that each schema with separate settings exists. The settings of a misspelt name would have no effect:
     * the application might upgrade a schema whose mode forbids it.
     *
     * @throws CairnConfigurationException if settings name a schema that does not exist
     */
    void requireKnownSchemas(Collection<String> schemaNames) {
        for (String schemaName : cairnProperties.propertiesBySchemaName().keySet()) {
            if (!schemaNames.contains(schemaName)) {
                throw new CairnConfigurationException(
                        "There is no schema " + schemaName + ", which cairn.schemas names.",
                        schemaNames.isEmpty()
                                ? "Remove cairn.schemas: there is no schema."
                                : "These are the schemas: " + String.join(", ", schemaNames)
                                        + ". A name with an underscore is written in brackets, such as"
                                        + " cairn.schemas[my_shop].mode.");
            }
        }
    }

    /**
     * Returns the properties with values of placeholders that no migration has. They have no effect, but are not an
     * error: a checkpoint may have replaced the migration that had the placeholder.
     */
    List<String> findUnusedPlaceholderProperties(Collection<SchemaDescriptor> schemas) {
        List<String> properties =
                new ArrayList<>(findUnusedPlaceholderProperties(SHARED_PREFIX, sharedProperties, schemas));
        cairnProperties
                .propertiesBySchemaName()
                .forEach((name, schemaProperties) -> properties.addAll(findUnusedPlaceholderProperties(
                        formatPropertyPrefix(name),
                        schemaProperties,
                        schemas.stream()
                                .filter(schema -> schema.name().equals(name))
                                .toList())));
        return properties;
    }

    private static List<String> findUnusedPlaceholderProperties(
            String prefix, SchemaProperties properties, Collection<SchemaDescriptor> schemas) {
        Set<String> configuredNames = properties.valueByPlaceholderName().keySet();
        if (configuredNames.isEmpty()) {
            return List.of(); // without reading all migrations
        }
        Set<String> knownNames = schemas.stream()
                .flatMap(schema -> Placeholders.collectNames(schema).stream())
                .collect(Collectors.toSet());
        return configuredNames.stream()
                .filter(name -> !knownNames.contains(name))
                .map(name -> prefix + ".placeholders." + name)
                .sorted()
                .toList();
    }
}
