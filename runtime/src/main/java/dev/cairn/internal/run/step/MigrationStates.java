package dev.cairn.internal.run.step;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Table;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import java.util.List;
import java.util.stream.Stream;

/**
 * The recorded states of the database that a run of a migration may find: the migration stops half way, continues, and
 * changes its direction, so that an object may have any of them.
 */
record MigrationStates(RunContext context) {
    /** Returns the states after the later steps of the run. */
    Stream<Catalog> streamLaterStates(StatementStep step) {
        return RunStep.selectStatements(context.preparedMigration().steps())
                .filter(laterStep -> laterStep.number() > step.number())
                .map(StatementStep::catalogAfter);
    }

    /** Returns the states of the migration in the other direction; empty if no earlier run has begun it. */
    Stream<Catalog> streamOppositeStates() {
        return context.ledger().isContinued()
                ? RunStep.selectStatements(context.ledger().oppositeSteps())
                        .flatMap(oppositeStep -> Stream.of(oppositeStep.catalogBefore(), oppositeStep.catalogAfter()))
                : Stream.empty();
    }

    /** Returns the states that the migration may have reached in this direction when the statement of a step is sent. */
    Stream<Catalog> streamStatesUntil(StatementStep step) {
        Stream<Catalog> earlierStates = RunStep.selectStatements(
                        context.preparedMigration().steps())
                .filter(otherStep -> otherStep.number() <= step.number())
                .map(StatementStep::catalogBefore);
        Stream<Catalog> stateAfter = context.wasInterrupted(step) ? Stream.of(step.catalogAfter()) : Stream.empty();
        // A step that reverts an interrupted migration is not one of the steps of the migration.
        return Stream.of(earlierStates, Stream.of(step.catalogBefore()), stateAfter)
                .flatMap(states -> states);
    }

    /** Returns the states in which earlier runs may have left the database for the remaining steps. */
    Stream<Catalog> streamStatesBefore(List<RunStep> remainingSteps) {
        // Remaining steps do not include those without an effect, such as switching off what is off already.
        Stream<StatementStep> openSteps = Stream.concat(
                RunStep.selectStatements(context.preparedMigration().steps())
                        .filter(step -> !context.ledger().completedStepNumbers().contains(step.number())),
                RunStep.selectStatements(remainingSteps));
        Stream<Catalog> stateBefore = openSteps.findFirst().stream().map(StatementStep::catalogBefore);
        Stream<Catalog> interruptedStates = RunStep.selectStatements(remainingSteps)
                .filter(context::wasInterrupted)
                .map(StatementStep::catalogAfter);
        return Stream.of(stateBefore, interruptedStates, streamOppositeStates()).flatMap(states -> states);
    }

    /** Returns the different tables that have a name in states. */
    static List<Table> findTables(ObjectName name, Stream<Catalog> states) {
        return states.flatMap(state -> state.findTable(name.database(), name.name()).stream())
                .distinct()
                .toList();
    }
}
