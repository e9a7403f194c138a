package dev.cairn.sql.ast;

import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.ArrayList;
import java.util.List;

/** Properties that apply to all objects of a schema by default. A property of an object overrides its default. */
public record DefaultProperties(List<Property> properties) {
    public DefaultProperties {
        properties = List.copyOf(properties);
    }

    /**
     * Adds the defaults to the statement; a view has no properties, and a synchronous materialized view has those of
     * its table.
     */
    public Statement addedTo(Statement statement) {
        if (statement instanceof CreateTable table) {
            return addedTo(table);
        }
        if (statement instanceof CreateMaterializedView view
                && (view.refresh() != null || view.distribution() != null)) {
            return addedTo(view);
        }
        return statement;
    }

    private CreateTable addedTo(CreateTable table) {
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
                joined(table.properties()),
                table.brokerProperties(),
                table.span());
    }

    private CreateMaterializedView addedTo(CreateMaterializedView view) {
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
                joined(view.properties()),
                view.query(),
                view.span());
    }

    private List<Property> joined(List<Property> own) {
        List<Property> joined = new ArrayList<>(own);
        for (Property property : properties) {
            if (own.stream().noneMatch(set -> set.name().equalsIgnoreCase(property.name()))) {
                joined.add(property);
            }
        }
        return joined;
    }
}
