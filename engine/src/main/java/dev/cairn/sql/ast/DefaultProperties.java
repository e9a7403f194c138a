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
            return table.withProperties(joined(table.properties()));
        }
        if (statement instanceof CreateMaterializedView view
                && (view.refresh() != null || view.distribution() != null)) {
            return view.withProperties(joined(view.properties()));
        }
        return statement;
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
