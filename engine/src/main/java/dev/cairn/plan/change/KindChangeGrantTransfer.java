package dev.cairn.plan.change;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.QualifiedName;

/**
 * Moves the grants of a view to a materialized view that takes its name, or the reverse. Grants of privileges that the
 * new kind does not have are lost. The old object is dropped before the new one is created, so a temporary view holds
 * the grants. A table gets no grants of a view, because a view may show only a part of a table.
 */
public record KindChangeGrantTransfer(Simulation simulation, ObjectName name) {
    /**
     * Creates the temporary view and transfers the grants to it, while the old object exists; does nothing if the
     * server refuses the view.
     */
    public void saveGrants() {
        QualifiedName temporaryName = temporaryViewName().toSqlName(simulation.session());
        if (simulation
                .attempt(Sql.parse("CREATE VIEW " + Sql.render(temporaryName) + " (`held`) AS SELECT 1 AS `held`"))
                .isEmpty()) {
            simulation.transferGrants(name, temporaryViewName());
        }
    }

    /**
     * Transfers the grants to the object of the new kind, if it exists, and drops the temporary view; does nothing if
     * {@link #saveGrants} could not create that view.
     */
    public void restoreGrants() {
        simulation.find(temporaryViewName()).ifPresent(view -> {
            if (simulation.find(name).isPresent()) {
                simulation.transferGrants(temporaryViewName(), name);
            }
            simulation.attempt(simulation.definitionStatements().buildDrop(temporaryViewName(), view));
        });
    }

    /** A materialized view is renamed before it is dropped, so the staging name of the object itself may be in use. */
    private ObjectName temporaryViewName() {
        return TemporaryName.ofStaging(name.withName(name.name() + "_grants"));
    }
}
