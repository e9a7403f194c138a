package dev.cairn.plan.change;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.plan.step.Marker;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.ast.ViewStatement.RefreshedPartitions;
import java.util.List;

/**
 * Rebuilds a materialized view: the new one is refreshed before it takes the place of the old one. The server swaps
 * only views with the same constraints, and clears the constraints of views that read a swapped table. The views are
 * therefore swapped without constraints, which the alteration after the rebuild sets again.
 */
public final class MaterializedViewRebuild extends ObjectRebuild {
    private final MaterializedView currentView;
    private final MaterializedView desiredView;

    public MaterializedViewRebuild(Simulation simulation, ObjectName name, MaterializedView desiredView) {
        super(simulation, name, new MaterializedViewObject(desiredView));
        this.currentView = ((MaterializedViewObject) simulation.find(name).orElseThrow()).view();
        this.desiredView = desiredView;
    }

    @Override
    void rebuild(String reason) {
        DefinitionStatements definitionStatements = simulation.definitionStatements();
        StoredProperties properties = desiredView.properties();
        for (String constraintPropertyName : CONSTRAINT_PROPERTY_NAMES) {
            properties = properties.withoutProperty(constraintPropertyName);
        }
        addStatement(
                simulation.buildCreateStatement(
                        stagingName, new MaterializedViewObject(desiredView.withProperties(properties))),
                new Marker.Rebuild(reason));
        transferGrants();
        addStatement(new ViewStatement.RefreshMaterializedView(
                stagingName.toSqlName(simulation.session()), RefreshedPartitions.ALL, false, true, null, Span.NONE));
        for (String constraintPropertyName : CONSTRAINT_PROPERTY_NAMES) {
            if (!currentView
                    .properties()
                    .findValue(constraintPropertyName)
                    .orElse("")
                    .isEmpty()) {
                addStatement(definitionStatements.buildAlter(
                        name,
                        new MaterializedViewChange.SetViewProperties(
                                List.of(Property.of(constraintPropertyName, "")))));
            }
        }
        addStatement(definitionStatements.buildAlter(
                name, new MaterializedViewChange.SwapView(Name.of(stagingName.name()))));
        addStatement(definitionStatements.buildDrop(stagingName, new MaterializedViewObject(desiredView)));
    }
}
