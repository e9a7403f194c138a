package dev.cairn.migration;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.ChainProblem.Kind;
import dev.cairn.plan.Planner;
import dev.cairn.plan.WiderTypes;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Plan;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Optional;

/**
 * What statements make of a catalog, one after another.
 *
 * @param session the database that is selected
 * @param empty holds that database, and what others keep
 */
public record ChainVerifier(Engine engine, Session session, Catalog empty) {
    /** Ends before the first migration that has a mistake: what comes after it would fail for no reason of its own. */
    Catalog of(List<Migration> migrations, ParsedMigrations parsed, List<ChainProblem> problems) {
        return new ChainVerification(this, migrations, parsed, problems).head();
    }

    /** One fold: each migration there, and where it says so, back again. */
    private static final class ChainVerification {
        private final Engine engine;
        private final Session session;
        private final Catalog empty;
        private final List<Migration> migrations;
        private final ParsedMigrations parsed;
        private final List<ChainProblem> problems;
        private final FormerExternalObjects others;

        /** Where it is. */
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
                        state, migration, Attribute.UPGRADE, statements.get().upgrade());
                if (after.isEmpty()) {
                    break;
                }
                Optional<State> back = play(
                        after.get(),
                        migration,
                        Attribute.DOWNGRADE,
                        statements.get().downgrade());
                if (back.isPresent() && migration.irreversible().isEmpty()) {
                    List<Marker.Keeps> kept = statements.get().downgrade().stream()
                            .flatMap(action -> action.kept().stream())
                            .toList();
                    Catalog before =
                            WiderTypes.keep(kept, state.catalog(), after.get().catalog(), session);
                    checkBack(back.get().catalog(), before, migration);
                }
                state = new State(after.get().catalog(), session);
            }
            return state.catalog();
        }

        /** What would still have to be done says best what is missing. */
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
                        "the downgrade does not lead back to what was before " + migration.name()
                                + ": add what is missing, or say in irreversible why nothing does; missing is\n"
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

        private static ChainProblem refused(
                Migration migration,
                Attribute attribute,
                int index,
                Refusal refusal,
                State state,
                Statement statement) {
            UnknownName meant = statement instanceof Statement.Opaque opaque
                    ? UnknownName.by(opaque, refusal, state.catalog(), state.session())
                    : null;
            boolean rows = statement instanceof Statement.Opaque;
            String words = rows && refusal.detail().startsWith("No matching function")
                    ? refusal.detail() + " (if only a newer server knows it, write -- unread in the line above)"
                    : refusal.detail();
            return new ChainProblem(Kind.REFUSED, migration.name(), attribute, index, words, refusal.at(), meant);
        }

        /** What others kept is taken for what it was, but for what the last migration misses where the others made theirs. */
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
}
