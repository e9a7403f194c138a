package dev.cairn.plan.change;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Cost;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.plan.part.ObjectDifference;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.QueryMatch;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Destruction;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Actions, one after another, on a catalog instead of a server.
 *
 * <pre>{@code
 * Simulation rehearsal = new Simulation(engine, new Session("shop"), recorded);
 * for (String text : migration.upgrade()) {
 *     rehearsal.play(Action.parse(text));
 * }
 * rehearsal.steps(); // what is to be known of each
 * }</pre>
 */
public final class Simulation {
    private final Engine engine;
    private final QueryMatch match;
    private final List<SimulatedAction> played = new ArrayList<>();
    private Session session;
    private Catalog catalog;

    public Simulation(Engine engine, Session session, Catalog catalog) {
        this(engine, session, catalog, QueryMatch.ofWritten());
    }

    public Simulation(Engine engine, Session session, Catalog catalog, QueryMatch match) {
        this.engine = engine;
        this.match = match;
        this.session = session;
        this.catalog = catalog;
    }

    public Catalog catalog() {
        return catalog;
    }

    public Session session() {
        return session;
    }

    public ServerProfile profile() {
        return engine.profile();
    }

    /**
     * Takes an action as the server would.
     *
     * @throws Refusal where the server would not take the statement; nothing is changed then
     */
    public void play(Action action) {
        take(tried(action));
    }

    private SimulatedAction tried(Action action) {
        Statement statement = action.statement();
        // Statements that change rows only are checked when they are recorded, not when they run.
        StatementResult applied = statement == null || statement instanceof Statement.Opaque
                ? new StatementResult(catalog, session, Cost.IMMEDIATE)
                : engine.apply(catalog, session, statement);
        return new SimulatedAction(action, session, catalog, applied.session(), applied.catalog(), applied.cost());
    }

    private void take(SimulatedAction next) {
        played.add(next);
        catalog = next.after();
        session = next.sessionAfter();
    }

    /** Plays a statement, marked if it destroys something; or tells why the server would not take it. */
    public Optional<Refusal> attempt(Statement statement, Marker... markers) {
        try {
            SimulatedAction tried = tried(Action.of(statement, markers));
            boolean marked = tried.action().isMarked(Marker.Destructive.class);
            Optional<String> destroyed = marked ? Optional.empty() : Destruction.by(tried);
            take(destroyed.map(why -> tried.marked(new Marker.Destructive(why))).orElse(tried));
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal);
        }
    }

    /** Another one that goes on from here; what it plays is not played here. */
    public Simulation fork() {
        return new Simulation(engine, session, catalog, match);
    }

    /** Plays here what was played there. */
    public void take(Simulation fork) {
        played.addAll(fork.played);
        catalog = fork.catalog;
        session = fork.session;
    }

    List<SimulatedAction> played() {
        return List.copyOf(played);
    }

    /** In what an object is not yet as it should be. */
    public SortedSet<ObjectPart> difference(SchemaObject now, SchemaObject wanted) {
        return ObjectDifference.between(profile(), now, wanted, match);
    }

    public Optional<SchemaObject> find(ObjectName name) {
        return SchemaObject.find(catalog, name);
    }

    /** What is to be known of each action. */
    public List<Step> steps() {
        return played.stream().map(each -> StepAnalysis.of(engine, each)).toList();
    }
}
