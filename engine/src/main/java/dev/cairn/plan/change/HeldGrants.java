package dev.cairn.plan.change;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.QualifiedName;

/**
 * Moves the grants of a view or materialized view that is dropped before its successor is created: a temporary view
 * holds the grants. Grants of privileges that the kind of the successor does not have are lost. A table gets no grants
 * of a view, because a view may show only a part of a table.
 *
 * @param name the name of the dropped object
 * @param successorName the name of the object that gets the grants
 */
public record HeldGrants(Simulation simulation, ObjectName name, ObjectName successorName) {
    /**
     * Creates the temporary view and transfers the grants to it, while the old object exists; does nothing if the
     * server refuses the view.
     */
    public void save() {
        QualifiedName temporaryName = temporaryViewName().toSqlName(simulation.session());
        if (simulation
                .attempt(Sql.parse("CREATE VIEW " + Sql.render(temporaryName) + " (`held`) AS SELECT 1 AS `held`"))
                .isEmpty()) {
            simulation.transferGrants(name, temporaryViewName());
        }
    }

    /**
     * Transfers the grants to the successor, if it exists, and drops the temporary view; does nothing if {@link #save}
     * could not create that view.
     */
    public void restore() {
        simulation.find(temporaryViewName()).ifPresent(view -> {
            if (simulation.find(successorName).isPresent()) {
                simulation.transferGrants(temporaryViewName(), successorName);
            }
            simulation.attempt(simulation.definitionStatements().buildDrop(temporaryViewName(), view));
        });
    }

    /**
     * Returns the name of the temporary view. A materialized view is renamed before it is dropped, so the staging name
     * of the object itself may be in use.
     */
    public ObjectName temporaryViewName() {
        return TemporaryName.ofStaging(name.withName(name.name() + "_grants"));
    }
}
