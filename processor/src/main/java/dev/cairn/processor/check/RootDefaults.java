package dev.cairn.processor.check;

import dev.cairn.processor.model.Place;
import dev.cairn.sql.Property;
import dev.cairn.sql.Statement;
import dev.cairn.sql.Statement.CreateTable;
import dev.cairn.sql.ViewStatement.CreateMaterializedView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The properties that a root says once for all tables and materialized views that do not say them. */
final class RootDefaults {
    private final List<Property> properties;
    private final Set<Place> refused = new HashSet<>();

    RootDefaults(List<Property> properties) {
        this.properties = properties;
    }

    /** What is wrong with one of them is said once, and not again for each table. */
    void refuse(Place place) {
        if (properties.stream().anyMatch(property -> Place.of(property.span()).equals(place))) {
            refused.add(place);
        }
    }

    Statement in(Statement statement) {
        if (statement instanceof CreateTable table) {
            return new CreateTable(
                    table.lifetime(),
                    table.ifNotExists(),
                    table.name(),
                    table.columns(),
                    table.indexes(),
                    table.engine(),
                    table.charset(),
                    table.key(),
                    table.comment(),
                    table.partitioning(),
                    table.distribution(),
                    table.orderBy(),
                    table.rollups(),
                    merged(table.properties()),
                    table.brokerProperties(),
                    table.span());
        }
        if (statement instanceof CreateMaterializedView view) {
            return new CreateMaterializedView(
                    view.ifNotExists(),
                    view.name(),
                    view.columns(),
                    view.indexes(),
                    view.comment(),
                    view.partitionBy(),
                    view.partitionParentheses(),
                    view.distribution(),
                    view.orderBy(),
                    view.refresh(),
                    merged(view.properties()),
                    view.query(),
                    view.span());
        }
        return statement;
    }

    private List<Property> merged(List<Property> said) {
        List<Property> all = new ArrayList<>(said);
        for (Property property : properties) {
            boolean unsaid = said.stream().noneMatch(each -> each.name().equals(property.name()));
            if (unsaid && !refused.contains(Place.of(property.span()))) {
                all.add(property);
            }
        }
        return all;
    }
}
