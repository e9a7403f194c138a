package dev.cairn.record;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.Applied;
import dev.cairn.engine.Engine;
import dev.cairn.engine.Session;
import dev.cairn.plan.Action;
import dev.cairn.plan.Plan;
import dev.cairn.plan.Planner;
import dev.cairn.plan.Renames;
import dev.cairn.record.ChainProblem.Attribute;
import dev.cairn.record.ChainProblem.Kind;
import dev.cairn.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * What statements make of a catalog, one after another.
 *
 * @param session the database that is selected
 * @param empty holds that database, and what others keep
 */
public record Fold(Engine engine, Session session, Catalog empty) {
    /** Where the fold is. */
    private record State(Catalog catalog, Session session) {}

    /** Ends before the first migration that has a mistake: what comes after it would fail for no reason of its own. */
    Catalog of(List<Migration> migrations, ParsedMigrations parsed, List<ChainProblem> problems) {
        State state = new State(empty, session);
        for (Migration migration : migrations) {
            Optional<ParsedMigrations.Parsed> statements = parsed.of(migration);
            if (statements.isEmpty()) {
                break;
            }
            Optional<State> after =
                    play(state, migration, Attribute.UPGRADE, statements.get().upgrade(), problems);
            if (after.isEmpty()) {
                break;
            }
            Optional<State> back = play(
                    after.get(),
                    migration,
                    Attribute.DOWNGRADE,
                    statements.get().downgrade(),
                    problems);
            if (back.isPresent() && migration.irreversible().isEmpty()) {
                checkBack(back.get().catalog(), state.catalog(), migration, problems);
            }
            state = new State(after.get().catalog(), session);
        }
        return state.catalog();
    }

    /** What would still have to be done says best what is missing. */
    private void checkBack(Catalog back, Catalog before, Migration migration, List<ChainProblem> problems) {
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
                            + ": add what is missing, or say in irreversible why nothing does; missing is\n" + first));
        }
    }

    private Optional<State> play(
            State from, Migration migration, Attribute attribute, List<Action> actions, List<ChainProblem> problems) {
        State state = new State(from.catalog(), session);
        for (int i = 0; i < actions.size(); i++) {
            Statement statement = actions.get(i).statement();
            if (statement != null) {
                try {
                    Applied applied = engine.apply(state.catalog(), state.session(), statement);
                    state = new State(applied.catalog(), applied.session());
                } catch (Refusal refusal) {
                    problems.add(new ChainProblem(
                            Kind.REFUSED, migration.name(), attribute, i, refusal.detail(), refusal.at()));
                    return Optional.empty();
                }
            }
        }
        return Optional.of(state);
    }
}
