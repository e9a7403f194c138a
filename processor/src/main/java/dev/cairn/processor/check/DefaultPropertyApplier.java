package dev.cairn.processor.check;

import dev.cairn.processor.finding.Place;
import dev.cairn.sql.ast.DefaultProperties;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Adds the default properties of a root to its tables and materialized views, which may override them. */
public final class DefaultPropertyApplier {
    private final List<Property> properties;
    private final Set<Place> excludedPlaces = new HashSet<>();

    public DefaultPropertyApplier(List<Property> properties) {
        this.properties = properties;
    }

    /**
     * Excludes the default property at a place, because it has an error, which is reported once instead of for each
     * table. Does nothing if no default property has the place.
     */
    public void excludePropertyAt(Place place) {
        if (properties.stream().anyMatch(property -> Place.of(property.span()).equals(place))) {
            excludedPlaces.add(place);
        }
    }

    /** Returns the statement with the default properties that it does not set itself. */
    public Statement applyTo(Statement statement) {
        return new DefaultProperties(properties.stream()
                        .filter(property -> !excludedPlaces.contains(Place.of(property.span())))
                        .toList())
                .applyTo(statement);
    }
}
