package dev.cairn.plan;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.QueryMatch;
import dev.cairn.plan.step.Fill;
import dev.cairn.plan.step.Plan;
import java.util.List;

/**
 * Finds what leads from one catalog to another.
 *
 * <pre>{@code
 * Planner planner = new Planner(engine, new Session("shop"));
 * Plan plan = planner.plan(recorded, declared, Renames.NONE);
 * plan.steps().forEach(step -> System.out.println(step.text()));
 * plan.objections(AllowedChanges.NONE); // what somebody has to agree to first
 * }</pre>
 *
 * <p>The one catalog is what is, the other what shall be: what is only assumed there, since nobody said it, differs from
 * nothing. A database is made where it is missing, and never dropped.
 */
public final class Planner {
    private final Engine engine;
    private final Session session;
    private final List<Fill> fills;

    /** @param session the database whose objects are named without it */
    public Planner(Engine engine, Session session) {
        this(engine, session, List.of());
    }

    private Planner(Engine engine, Session session, List<Fill> fills) {
        this.engine = engine;
        this.session = session;
        this.fills = List.copyOf(fills);
    }

    /** A planner that fills columns of rebuilt tables where rows have no value for them. */
    public Planner filling(List<Fill> values) {
        return new Planner(engine, session, values);
    }

    /** From a catalog that statements made, such as that of the recorded migrations. */
    public Plan plan(Catalog from, Catalog to, Renames renames) {
        return new Planning(new Simulation(engine, session, from), to, renames, fills).plan();
    }

    /** From a catalog that a server showed, which may tell its views' queries in words of its own. */
    public Plan planFromShown(Catalog from, Catalog to, Renames renames) {
        QueryMatch match = QueryMatch.ofShown(engine.profile(), from, session);
        return new Planning(new Simulation(engine, session, from, match), to, renames, fills).plan();
    }
}
