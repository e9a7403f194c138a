package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.DefaultProperties;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The properties that a root says once for all tables and materialized views that do not say them. */
public final class RootDefaults {
    private final List<Property> properties;
    private final Set<Place> refused = new HashSet<>();

    public RootDefaults(List<Property> properties) {
        this.properties = properties;
    }

    /** What is wrong with one of them is said once, and not again for each table. */
    public void refuse(Place place) {
        if (properties.stream().anyMatch(property -> Place.of(property.span()).equals(place))) {
            refused.add(place);
        }
    }

    public Statement in(Statement statement) {
        return new DefaultProperties(properties.stream()
                        .filter(property -> !refused.contains(Place.of(property.span())))
                        .toList())
                .addedTo(statement);
    }
}
