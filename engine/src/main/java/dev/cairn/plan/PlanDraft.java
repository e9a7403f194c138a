package dev.cairn.plan;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Objection.Kind;
import dev.cairn.plan.step.ReasonFormatter;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A plan in progress: the simulation of its statements so far, the desired catalog, and the changes that turned out to
 * be impossible.
 */
final class PlanDraft {
    private final Simulation simulation;
    private final Catalog initialCatalog;
    private final Catalog desiredCatalog;
    private final List<Objection> impossibleChanges = new ArrayList<>();

    PlanDraft(Simulation simulation, Catalog desiredCatalog) {
        this.simulation = simulation;
        this.initialCatalog = simulation.catalog();
        this.desiredCatalog = desiredCatalog;
    }

    Simulation simulation() {
        return simulation;
    }

    /** Returns the catalog before all statements. */
    Catalog initialCatalog() {
        return initialCatalog;
    }

    Catalog desiredCatalog() {
        return desiredCatalog;
    }

    /** Returns the changes that no statement can make, in the order in which they were found. */
    List<Objection> impossibleChanges() {
        return Collections.unmodifiableList(impossibleChanges);
    }

    void addImpossibleChange(Objection objection) {
        impossibleChanges.add(objection);
    }

    /** Returns whether the desired catalog has a table with this name. */
    boolean isDesiredTable(ObjectName name) {
        return SchemaObject.isTable(desiredCatalog, name);
    }

    /**
     * Returns whether a desired object does not exist yet, or differs from the simulated one; false for a name that the
     * desired catalog does not contain.
     */
    boolean isMissingOrDifferent(ObjectName name) {
        return SchemaObject.find(desiredCatalog, name)
                .filter(desiredObject -> simulation
                        .find(name)
                        .filter(currentObject -> currentObject.equals(desiredObject)
                                || simulation
                                        .findDifferingParts(currentObject, desiredObject)
                                        .isEmpty())
                        .isEmpty())
                .isPresent();
    }

    /** Adds a statement to the plan. If the engine refuses it, reports the change of the object as impossible. */
    void attempt(ObjectName name, Statement statement) {
        simulation.attempt(statement).ifPresent(refusal -> reportImpossible(name, ReasonFormatter.format(refusal)));
    }

    /** Records a change that no statement can make, with the reason. */
    void reportImpossible(ObjectName name, String reason) {
        impossibleChanges.add(new Objection(Kind.IMPOSSIBLE, name, ReasonFormatter.toOneLine(reason)));
    }
}
