package dev.cairn.plan.change;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.Engine;
import dev.cairn.engine.alter.ClauseKind;
import dev.cairn.engine.context.Cost;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.property.DeclaredConstraints;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.plan.lint.Lints;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.QueryMatch;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.seed.SeedStatement;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Destruction;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.Step.Touched;
import dev.cairn.plan.step.WaitCondition;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Applies actions one after another to a catalog instead of a server.
 *
 * <pre>{@code
 * Simulation simulation = new Simulation(engine, new Session("shop"), recorded);
 * for (String text : migration.upgrade()) {
 *     simulation.play(Action.parse(text));
 * }
 * simulation.steps(); // each action with its effects
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
     * Applies an action as the server would.
     *
     * @throws Refusal if the server would refuse the statement; the catalog is then unchanged
     */
    public void play(Action action) {
        take(tried(action));
    }

    private SimulatedAction tried(Action action) {
        Statement statement = action.statement();
        if (action.isSeed()) {
            Catalog after = SeedStatement.apply(catalog, session, action);
            return new SimulatedAction(action, session, catalog, session, after, Cost.IMMEDIATE);
        }
        // Statements that only change rows are checked when they are recorded, not when they run.
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

    /** Applies a statement, marked if it destroys data; or returns the server's reason for refusing it. */
    public Optional<Refusal> attempt(Statement statement, Marker... markers) {
        try {
            SimulatedAction tried = tried(Action.of(statement, markers));
            boolean marked = tried.action().isMarked(Marker.Destructive.class);
            Optional<String> destroyed = marked ? Optional.empty() : new Destruction(tried).description();
            take(destroyed.map(why -> tried.marked(new Marker.Destructive(why))).orElse(tried));
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal);
        }
    }

    /** Returns a copy that continues from here; actions applied to the copy do not affect this simulation. */
    public Simulation fork() {
        return new Simulation(engine, session, catalog, match);
    }

    /** Adopts the actions of a fork. */
    public void take(Simulation fork) {
        played.addAll(fork.played);
        catalog = fork.catalog;
        session = fork.session;
    }

    List<SimulatedAction> played() {
        return List.copyOf(played);
    }

    /** Returns the parts in which an object does not yet match the desired one. */
    public SortedSet<ObjectPart> difference(SchemaObject now, SchemaObject desired) {
        return now.differenceFrom(desired, profile(), match);
    }

    /** Returns the statements that create and drop objects in its session. */
    public DefinitionStatements statements() {
        return new DefinitionStatements(profile(), session());
    }

    public Optional<SchemaObject> find(ObjectName name) {
        return SchemaObject.find(catalog, name);
    }

    /** Returns the tables with foreign keys that refer to a table, which may be one of them itself. */
    public List<ObjectName> referringTo(ObjectName table) {
        return DeclaredConstraints.of(catalog).referringTo(table.database(), table.name()).stream()
                .map(found -> new ObjectName(found.database(), found.table().name()))
                .toList();
    }

    /**
     * Clears the foreign keys that refer to a table before another one takes its name or place. The server moves only
     * some of them, and can't print a table with a foreign key to a dropped one.
     */
    public void clearForeignKeysTo(ObjectName table) {
        referringTo(table).forEach(this::clearForeignKeys);
    }

    public void clearForeignKeys(ObjectName table) {
        AlterClause clause = new AlterClause.SetProperties(
                List.of(Property.of(KnownProperty.FOREIGN_KEY_CONSTRAINTS.text(), "")), Span.NONE);
        play(new Action(List.of(), statements().alter(table, clause)));
    }

    /** Whether a table has a foreign key to a table that was renamed; the server ignores its change until it is cleared. */
    public boolean hasDanglingForeignKey(ObjectName table) {
        return find(table)
                .filter(object -> object instanceof SchemaObject.OfTable held
                        && DeclaredConstraints.of(catalog).isDangling(held.table()))
                .isPresent();
    }

    /** Returns the steps, one for each action. */
    public List<Step> steps() {
        return played.stream().map(each -> StepAnalysis.of(engine, each)).toList();
    }

    /** Derives the effects of a statement from the catalogs before and after it. */
    private static final class StepAnalysis {
        private final Engine engine;
        private final SimulatedAction played;
        private final SortedSet<ObjectName> replaced;

        private StepAnalysis(Engine engine, SimulatedAction played) {
            this.engine = engine;
            this.played = played;
            this.replaced = ObjectName.ofReplaced(played.before(), played.after());
        }

        static Step of(Engine engine, SimulatedAction played) {
            return new StepAnalysis(engine, played).step();
        }

        private Step step() {
            Statement statement = played.action().statement();
            boolean destroys = played.action().isMarked(Marker.Destructive.class)
                    || new Destruction(played).description().isPresent();
            return new Step(
                    played.action(),
                    played.target(),
                    touched(),
                    waitsFor(statement),
                    destroys,
                    rewrites(),
                    isVisible(),
                    Reversal.of(engine, played),
                    Lints.of(played, replaced));
        }

        private ServerProfile profile() {
            return engine.profile();
        }

        private SortedSet<Touched> touched() {
            SortedSet<Touched> touched = Touched.between(profile(), played.before(), played.after());
            ObjectName subject = played.target();
            if (isLoad() && subject != null) {
                touched.add(new Touched(subject, ObjectPart.of(ObjectPart.Kind.ROWS)));
            }
            return touched;
        }

        private boolean isLoad() {
            return played.action().statement() instanceof Statement.Opaque opaque && opaque.target() != null;
        }

        private WaitCondition waitsFor(@Nullable Statement statement) {
            if (isLoad()) {
                return WaitCondition.LOAD;
            }
            boolean refreshes = statement instanceof ViewStatement.RefreshMaterializedView
                    || (statement instanceof ViewStatement.AlterMaterializedView alter
                            && alter.change() instanceof ViewStatement.MaterializedViewChange.Activate)
                    || (statement instanceof ViewStatement.CreateMaterializedView create
                            && create.refresh() != null
                            && !Boolean.TRUE.equals(create.refresh().deferred()));
            return refreshes ? WaitCondition.REFRESH : job(played.cost());
        }

        private static WaitCondition job(Cost cost) {
            return switch (cost) {
                case IMMEDIATE, FAST_JOB -> WaitCondition.NOTHING;
                case HIDDEN_JOB -> WaitCondition.HIDDEN_JOB;
                case COLUMN_JOB -> WaitCondition.COLUMN_JOB;
                case ROLLUP_JOB -> WaitCondition.ROLLUP_JOB;
                case OPTIMIZE_JOB -> WaitCondition.OPTIMIZE_JOB;
            };
        }

        private boolean rewrites() {
            return isLoad()
                    || switch (played.cost()) {
                        case COLUMN_JOB, ROLLUP_JOB, OPTIMIZE_JOB -> true;
                        case IMMEDIATE, FAST_JOB, HIDDEN_JOB -> false;
                    };
        }

        private boolean isVisible() {
            return replaced.stream()
                    .anyMatch(name -> !Objects.equals(shown(played.before(), name), shown(played.after(), name)));
        }

        private @Nullable String shown(Catalog catalog, ObjectName name) {
            return SchemaObject.find(catalog, name)
                    .map(object -> object.shown(profile()))
                    .orElse(null);
        }

        /**
         * Plans the statements that revert a single statement, like any other change: from the catalog after it to the
         * one before.
         */
        private static final class Reversal {
            private final SimulatedAction played;
            private final Simulation back;

            private Reversal(Engine engine, SimulatedAction played) {
                this.played = played;
                this.back = new Simulation(engine, played.sessionAfter(), played.after());
            }

            static List<Statement> of(Engine engine, SimulatedAction played) {
                ObjectName subject = played.target();
                Statement statement = played.action().statement();
                // A dropped table could only be created again without its rows. Partitions that the server deletes some
                // time
                // later may still be there.
                boolean restorable = played.action().isSeed() || !destroysAtOnce(played);
                if (!restorable || subject == null || statement == null || statement instanceof Statement.DropTable) {
                    return List.of();
                }
                return new Reversal(engine, played).of(subject);
            }

            private static boolean destroysAtOnce(SimulatedAction played) {
                Destruction destruction = new Destruction(played);
                return destruction.immediate().isPresent()
                        || (played.action().isMarked(Marker.Destructive.class)
                                && destruction.later().isEmpty());
            }

            private List<Statement> of(ObjectName subject) {
                Statement statement = Objects.requireNonNull(played.action().statement());
                Optional<Statement> renamed = renamedBack(statement, subject);
                if (renamed.isPresent()) {
                    back.attempt(renamed.get());
                } else {
                    restore(subject);
                }
                return back.played().stream()
                        .map(each -> Objects.requireNonNull(each.action().statement()))
                        .toList();
            }

            private Optional<Statement> renamedBack(Statement statement, ObjectName subject) {
                if (statement instanceof Statement.AlterTable alter
                        && alter.clauses().size() == 1) {
                    AlterClause clause = alter.clauses().get(0);
                    ObjectName now = clause instanceof AlterClause.RenameTable rename
                            ? subject.named(rename.to().text())
                            : subject;
                    return ClauseKind.of(clause)
                            .inverse(subject.name(), clause)
                            .map(inverse -> back.statements().alter(now, inverse));
                }
                if (statement instanceof ViewStatement.AlterMaterializedView alter) {
                    if (alter.change() instanceof MaterializedViewChange.Swap) {
                        return Optional.of(statement);
                    }
                    if (alter.change() instanceof MaterializedViewChange.Rename rename) {
                        return Optional.of(back.statements()
                                .alter(
                                        subject.named(rename.to().text()),
                                        new MaterializedViewChange.Rename(Name.of(subject.name()))));
                    }
                }
                return Optional.empty();
            }

            private void restore(ObjectName subject) {
                Optional<SchemaObject> before = SchemaObject.find(played.before(), subject);
                Optional<SchemaObject> after = SchemaObject.find(played.after(), subject);
                if (before.isEmpty() && after.isPresent()) {
                    back.attempt(back.statements().drop(subject, after.get()));
                } else if (before.isPresent() && after.isEmpty()) {
                    back.attempt(back.statements().create(subject, before.get()));
                } else if (before.isPresent() && !before.equals(after)) {
                    change(subject, before.get());
                }
            }

            private void change(ObjectName subject, SchemaObject before) {
                Simulation fork = back.fork();
                if (before instanceof SchemaObject.OfTable held) {
                    new SeedChange(fork, subject, held.table()).delete(List.of());
                }
                if (ObjectAlteration.of(fork, subject, before).carryOut().isEmpty()) {
                    if (before instanceof SchemaObject.OfTable held) {
                        new SeedChange(fork, subject, held.table()).write();
                    }
                    back.take(fork);
                }
            }
        }
    }
}
