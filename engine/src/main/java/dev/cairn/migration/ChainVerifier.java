package dev.cairn.migration;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.UnknownFunction;
import dev.cairn.analysis.source.QuerySources;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.UserFunction;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.ChainProblem.Kind;
import dev.cairn.plan.Planner;
import dev.cairn.plan.WiderTypes;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.seed.SeedStatement;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Plan;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTableAsSelect;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.RedefineView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies migrations by applying them to a catalog, one after another. Statements that are unknownName for other servers
 * than those of the engine's profile are ignored.
 *
 * @param session the session, with the database selected
 * @param empty a catalog with that database and the external objects
 */
public record ChainVerifier(Engine engine, Session session, Catalog empty) {
    /** Stops before the first invalid migration, because later ones could fail as a consequence. */
    Catalog of(List<Migration> migrations, ParsedMigrations parsed, List<ChainProblem> problems) {
        return new ChainVerification(this, migrations, parsed, problems).head();
    }

    /**
     * Applies each migration and its downgrade, which must restore the previous catalog unless the migration is
     * irreversible.
     */
    private static final class ChainVerification {
        private final Engine engine;
        private final Session session;
        private final Catalog empty;
        private final List<Migration> migrations;
        private final ParsedMigrations parsed;
        private final List<ChainProblem> problems;
        private final FormerExternalObjects others;

        /** The current catalog and session. */
        private record State(Catalog catalog, Session session) {}

        ChainVerification(
                ChainVerifier fold, List<Migration> migrations, ParsedMigrations parsed, List<ChainProblem> problems) {
            this.engine = fold.engine();
            this.session = fold.session();
            this.empty = fold.empty();
            this.migrations = migrations;
            this.parsed = parsed;
            this.problems = problems;
            this.others = new FormerExternalObjects(engine.profile());
            for (Migration migration : migrations) {
                parsed.of(migration).ifPresent(statements -> others.addOwn(statements.upgrade(), session));
            }
        }

        Catalog head() {
            State state = new State(empty, session);
            for (Migration migration : migrations) {
                Optional<ParsedMigrations.Parsed> statements = parsed.of(migration);
                if (statements.isEmpty()) {
                    break;
                }
                Optional<State> after = play(
                        state, migration, Attribute.UPGRADE, statements.get().upgradeOn(engine.profile()));
                if (after.isEmpty()) {
                    break;
                }
                List<Action> downgrade = statements.get().downgradeOn(engine.profile());
                Optional<State> back = play(after.get(), migration, Attribute.DOWNGRADE, downgrade);
                if (back.isPresent() && migration.irreversible().isEmpty()) {
                    List<Marker.Keeps> kept = downgrade.stream()
                            .flatMap(action -> action.kept().stream())
                            .toList();
                    Catalog before = new WiderTypes(state.catalog(), after.get().catalog(), session).keep(kept);
                    checkBack(back.get().catalog(), before, migration);
                }
                state = new State(after.get().catalog(), session);
            }
            return state.catalog();
        }

        /**
         * Checks that the downgrade restores the previous catalog. The first step of the remaining plan shows best what
         * is missing.
         */
        private void checkBack(Catalog back, Catalog before, Migration migration) {
            Plan missing = new Planner(engine, session).plan(back, before, Renames.NONE);
            if (!missing.isEmpty()) {
                String first = missing.steps().isEmpty()
                        ? missing.impossible().get(0).toString()
                        : missing.steps().get(0).text();
                problems.add(ChainProblem.of(
                        Kind.NOT_BACK,
                        migration,
                        Attribute.DOWNGRADE,
                        "the downgrade does not restore the schema before " + migration.name()
                                + ": add the missing statements, or state in irreversible why it can't; missing:\n"
                                + first));
            }
        }

        private Optional<State> play(State from, Migration migration, Attribute attribute, List<Action> actions) {
            State state = new State(from.catalog(), session.with(migration.session()));
            for (int i = 0; i < actions.size(); i++) {
                Statement statement = actions.get(i).statement();
                boolean rows = statement instanceof Statement.Opaque opaque && opaque.changesRows();
                if (statement != null && !(rows && actions.get(i).isUnread())) {
                    try {
                        state = applied(state, migration, statement);
                        state = seeded(state, actions.get(i));
                    } catch (Refusal refusal) {
                        problems.add(refused(migration, attribute, i, refusal, state, statement));
                        if (!rows) {
                            return Optional.empty();
                        }
                    }
                }
            }
            return Optional.of(state);
        }

        private static State seeded(State state, Action action) {
            return action.isSeed()
                    ? new State(SeedStatement.apply(state.catalog(), state.session(), action), state.session())
                    : state;
        }

        private static ChainProblem refused(
                Migration migration,
                Attribute attribute,
                int index,
                Refusal refusal,
                State state,
                Statement statement) {
            UnknownName unknownName = statement instanceof Statement.Opaque opaque
                    ? UnknownName.by(opaque, refusal, state.catalog(), state.session())
                    : null;
            boolean rows = statement instanceof Statement.Opaque;
            String words = rows && UnknownFunction.isReason(refusal)
                    ? refusal.detail() + " (if only a newer server supports it, write -- unread in the line above)"
                    : refusal.detail();
            return new ChainProblem(
                    Kind.REFUSED,
                    migration.name(),
                    attribute,
                    index,
                    words,
                    refusal.at(),
                    unknownName,
                    UnknownFunction.of(refusal).orElse(null));
        }

        /**
         * Applies the statement; if it reads former external objects, it is applied to a catalog with them. In the last
         * migration, an object that is missing in a database of the catalog is an error.
         */
        private State applied(State state, Migration migration, Statement statement) {
            try {
                return applied(state, statement);
            } catch (Refusal refusal) {
                boolean last = migration.equals(migrations.get(migrations.size() - 1));
                Catalog then = others.readBy(statement, state.catalog(), state.session(), last)
                        .orElseThrow(() -> refusal);
                return applied(new State(then, state.session()), statement);
            }
        }

        private State applied(State state, Statement statement) {
            StatementResult applied = engine.apply(state.catalog(), state.session(), statement);
            return new State(applied.catalog(), applied.session());
        }
    }

    /**
     * The external objects that existed when migrations were recorded. They need no declaration any more and may have
     * changed since: whatever a recorded query reads of them existed then. An object that a migration itself creates is
     * not external, so that a query that comes before its table is still reported.
     */
    private static final class FormerExternalObjects {
        private static final String INTERNAL = "default_catalog";

        private final ServerProfile profile;
        private final Set<ObjectName> own = new HashSet<>();

        FormerExternalObjects(ServerProfile profile) {
            this.profile = profile;
        }

        /** Adds the objects that these actions create or change; they are not external. */
        void addOwn(List<Action> actions, Session session) {
            for (Action action : actions) {
                Statement statement = action.statement();
                if (statement != null && !(statement instanceof Statement.Opaque)) {
                    statement
                            .changedObject()
                            .map(name -> ObjectName.of(name, session))
                            .ifPresent(name -> {
                                own.add(name);
                                newNames(statement).forEach(other -> own.add(name.named(other)));
                            });
                }
            }
        }

        private static List<String> newNames(Statement statement) {
            return statement instanceof Statement.AlterTable alter
                    ? alter.clauses().stream()
                            .filter(AlterClause.RenameTable.class::isInstance)
                            .map(clause ->
                                    ((AlterClause.RenameTable) clause).to().text())
                            .toList()
                    : List.of();
        }

        /**
         * Returns the catalog with all external objects that the query of a statement reads; empty if it reads none
         * that the catalog lacks.
         *
         * @param strict whether an object that is missing in a database of the catalog is an error
         */
        Optional<Catalog> readBy(Statement statement, Catalog catalog, Session session, boolean strict) {
            List<ExternalObject> read = new ArrayList<>();
            QuerySources known = new CatalogSources(profile, catalog);
            QuerySources noting = new QuerySources() {
                @Override
                public Source named(@Nullable String inCatalog, String database, String name, Span at) {
                    String foreign = INTERNAL.equals(inCatalog) ? null : inCatalog;
                    try {
                        Source source = known.named(inCatalog, database, name, at);
                        if (source.kind() != Source.Kind.EXTERNAL) {
                            return source;
                        }
                    } catch (Refusal missing) {
                        if (isOwn(catalog, foreign, database, name, strict)) {
                            throw missing;
                        }
                    }
                    read.add(new ExternalObject(
                            foreign, database, name, columns(catalog, foreign, database, name), false));
                    return Source.unknown(database, name, Source.Kind.EXTERNAL);
                }

                @Override
                public List<UserFunction> functions(@Nullable String database, QualifiedName function) {
                    return known.functions(database, function);
                }

                @Override
                public boolean hasUserAggregates() {
                    return known.hasUserAggregates();
                }
            };
            queries(statement).forEach(query -> analyse(query, noting, session));
            Catalog more = catalog;
            for (ExternalObject external : read) {
                more = more.with(external);
            }
            return read.isEmpty() ? Optional.empty() : Optional.of(more);
        }

        private boolean isOwn(Catalog catalog, @Nullable String foreign, String database, String name, boolean strict) {
            return foreign == null
                    && ((strict && catalog.database(database).isPresent())
                            || own.contains(new ObjectName(database, name)));
        }

        private static List<ExternalObject.Column> columns(
                Catalog catalog, @Nullable String foreign, String database, String name) {
            return catalog.external(foreign, database, name)
                    .map(ExternalObject::columns)
                    .orElse(List.of());
        }

        private void analyse(Query query, QuerySources sources, Session session) {
            try {
                new QueryAnalysis(profile, sources, session.database()).of(query);
            } catch (Refusal other) {
                // Any other error is reported when the statement is applied; the names before the error are known by
                // now.
                return;
            }
        }

        private static List<Query> queries(Statement statement) {
            if (statement instanceof CreateView view) {
                return List.of(view.query().query());
            }
            if (statement instanceof RedefineView view) {
                return List.of(view.query().query());
            }
            if (statement instanceof CreateMaterializedView view) {
                return List.of(view.query().query());
            }
            if (statement instanceof CreateTableAsSelect table) {
                return List.of(table.query().query());
            }
            return statement instanceof Statement.Opaque opaque && opaque.changesRows()
                    ? queries(Sql.parseManipulation(opaque))
                    : List.of();
        }

        /** Returns queries that read the sources and the target of the manipulation. */
        private static List<Query> queries(Manipulation manipulation) {
            if (manipulation instanceof Manipulation.Update update) {
                List<Expression> values = new ArrayList<>();
                for (Manipulation.Assignment assignment : update.assignments()) {
                    values.add(assignment.value() == null ? new Expression.Null(update.span()) : assignment.value());
                }
                return List.of(
                        new RowSelection(update.with(), update.target(), update.from(), update.where()).query(values));
            }
            if (manipulation instanceof Manipulation.Delete delete) {
                return List.of(new RowSelection(delete.with(), delete.target(), delete.using(), delete.where())
                        .query(List.of(new Expression.Null(delete.span()))));
            }
            Manipulation.Insert insert = (Manipulation.Insert) manipulation;
            List<Query> queries = new ArrayList<>();
            if (insert.source() instanceof Manipulation.Source.Result result) {
                queries.add(result.query().query());
            }
            if (!insert.withoutTable()) {
                queries.add(new RowSelection(List.of(), insert.target(), List.of(), null)
                        .query(List.of(new Expression.Null(insert.span()))));
            }
            return queries;
        }
    }
}
