package dev.cairn.tooling.importing;

import dev.cairn.sql.ast.Property;
import java.util.List;
import java.util.Set;

/**
 * Constraints between tables. The server writes down the catalog and the database of each table in them; a person would
 * not, and a schema is no longer bound to one database then.
 */
final class ConstraintProperties {
    private static final Set<String> PROPERTIES = Set.of("unique_constraints", "foreign_key_constraints");

    private ConstraintProperties() {}

    /** Where all is in one database, that is left out. */
    static List<Property> without(String database, List<Property> properties) {
        return properties.stream()
                .map(property -> PROPERTIES.contains(property.name())
                        ? Property.of(
                                property.name(), property.value().replace("default_catalog." + database + ".", ""))
                        : property)
                .toList();
    }
}
