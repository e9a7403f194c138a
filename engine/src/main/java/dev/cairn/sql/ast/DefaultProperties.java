package dev.cairn.sql.ast;

import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Properties that apply to all objects of a schema by default. A property of an object overrides its default. */
public record DefaultProperties(List<Property> properties) {
    public DefaultProperties {
        properties = List.copyOf(properties);
    }

    /**
     * Returns the statement with the defaults. A statement to which they do not apply is returned unchanged: a view has
     * no properties, and a synchronous materialized view has the properties of its table.
     */
    public Statement applyTo(Statement statement) {
        if (statement instanceof CreateTable createTable) {
            return createTable.withProperties(withDefaults(createTable.properties()));
        }
        return statement instanceof CreateMaterializedView createView && !createView.isSynchronous()
                ? createView.withProperties(withDefaults(createView.properties()))
                : statement;
    }

    /** Returns the properties that the statement itself sets; empty if defaults do not apply to it. */
    public static Optional<List<Property>> findDeclaredProperties(Statement statement) {
        if (statement instanceof CreateTable createTable) {
            return Optional.of(createTable.properties());
        }
        return statement instanceof CreateMaterializedView createView && !createView.isSynchronous()
                ? Optional.of(createView.properties())
                : Optional.empty();
    }

    private List<Property> withDefaults(List<Property> declaredProperties) {
        List<Property> allProperties = new ArrayList<>(declaredProperties);
        for (Property property : properties) {
            if (declaredProperties.stream()
                    .noneMatch(declaredProperty -> declaredProperty.name().equalsIgnoreCase(property.name()))) {
                allProperties.add(property);
            }
        }
        return allProperties;
    }
}
