package dev.cairn.plan;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.QueryMatcher;
import dev.cairn.plan.role.RolePlanner;
import dev.cairn.plan.role.SecuredNames;
import dev.cairn.plan.step.ColumnFill;
import dev.cairn.plan.step.Plan;
import java.util.List;

/**
 * Plans the statements that lead from one catalog to another.
 *
 * <pre>{@code
 * Planner planner = new Planner(engine, new Session("shop"));
 * Plan plan = planner.plan(recorded, declared, Renames.NONE);
 * plan.steps().forEach(step -> System.out.println(step.text()));
 * plan.findObjections(AllowedChanges.NONE); // what requires confirmation
 * }</pre>
 *
 * <p>The first catalog is the current state, the second one the desired state. A value that the declaration leaves open
 * matches any current value. A missing database is created; no database is ever dropped.
 */
public final class Planner {
    private final Engine engine;
    private final Session session;
    private final List<ColumnFill> fills;

    /** @param session the session in which the statements run; they omit its database from the names of objects */
    public Planner(Engine engine, Session session) {
        this(engine, session, List.of());
    }

    private Planner(Engine engine, Session session, List<ColumnFill> fills) {
        this.engine = engine;
        this.session = session;
        this.fills = List.copyOf(fills);
    }

    /**
     * Returns a planner with these fills instead of its own. A fill is the value that existing rows of a rebuilt table
     * get in a column for which they have no value.
     */
    public Planner withFills(List<ColumnFill> newFills) {
        return new Planner(engine, session, newFills);
    }

    /** Plans from a catalog that was built from statements, such as the statements of the recorded migrations. */
    public Plan plan(Catalog currentCatalog, Catalog desiredCatalog, Renames renames) {
        RolePlanner rolePlanner = new RolePlanner(SecuredNames.ofMigrations(session));
        return new PlanBuilder(
                        new Simulation(engine, session, currentCatalog), desiredCatalog, renames, fills, rolePlanner)
                .build();
    }

    /** Plans from a catalog that was read from a server, which may show the queries of views in its own form. */
    public Plan planFromServer(Catalog currentCatalog, Catalog desiredCatalog) {
        return planFromServer(currentCatalog, desiredCatalog, Renames.NONE);
    }

    /** Plans from a catalog that was read from a server, with declared renames. */
    public Plan planFromServer(Catalog currentCatalog, Catalog desiredCatalog, Renames renames) {
        QueryMatcher queryMatcher = QueryMatcher.ofShownQueries(engine.profile(), currentCatalog, session);
        RolePlanner rolePlanner = new RolePlanner(SecuredNames.ofDatabase(session));
        return new PlanBuilder(
                        new Simulation(engine, session, currentCatalog, queryMatcher),
                        desiredCatalog,
                        renames,
                        fills,
                        rolePlanner)
                .build();
    }
}
