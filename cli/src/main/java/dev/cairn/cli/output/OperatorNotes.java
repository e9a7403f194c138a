package dev.cairn.cli.output;

import dev.cairn.engine.property.KnownProperty;
import dev.cairn.internal.run.preparation.BrokenDependentFinder;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.WriterPause;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Notes for an operator who runs a plan with a client. A migrator knows what to do or to expect at a statement, but a
 * client checks nothing.
 */
public final class OperatorNotes {
    private OperatorNotes() {}

    /**
     * Returns what an operator must do or expect when a client runs a step of a plan.
     *
     * @param stepNumber the number of the step, from 1
     * @param brokenDependents the dependents that the steps break, with the numbers of the steps
     */
    public static List<String> collect(
            List<Step> steps, int stepNumber, List<BrokenDependentFinder.BrokenDependent> brokenDependents) {
        Step step = steps.get(stepNumber - 1);
        List<String> notes = new ArrayList<>();
        WriterPause.describe(step).ifPresent(notes::add);
        boolean hasAddedColumn = steps.subList(0, stepNumber - 1).stream()
                .anyMatch(
                        earlierStep -> Objects.equals(earlierStep.object(), step.object()) && addsColumn(earlierStep));
        if (hasAddedColumn && setsBloomFilters(step)) {
            notes.add("if the server answers \"Bloom filter index has no change\", it has kept the filter of a dropped"
                    + " column of this name, and nothing is left to do");
        }
        boolean isCreatedAgain = steps.subList(stepNumber, steps.size()).stream()
                .anyMatch(laterStep -> Objects.equals(laterStep.object(), step.object()));
        if (step.action().statement() instanceof ViewStatement.DropView dropView && isCreatedAgain) {
            notes.add("queries of " + dropView.name().lastPart() + " fail until a statement below creates it again");
        }
        brokenDependents.stream()
                .filter(dependent -> dependent.stepNumber() == stepNumber)
                .forEach(dependent -> notes.add("this statement " + dependent.describeEffect()
                        + (dependent.isReader() ? "" : "; keep its definition and its progress, and create it again")));
        return notes;
    }

    private static boolean addsColumn(Step step) {
        return findClauses(step).stream()
                .anyMatch(
                        clause -> clause instanceof AlterClause.AddColumn || clause instanceof AlterClause.AddColumns);
    }

    private static boolean setsBloomFilters(Step step) {
        return findClauses(step).stream()
                .flatMap(clause -> clause.properties().stream())
                .anyMatch(property -> KnownProperty.BLOOM_FILTER_COLUMNS.isNamed(property.name()));
    }

    private static List<AlterClause> findClauses(Step step) {
        return step.action().statement() instanceof Statement.AlterTable alterTable ? alterTable.clauses() : List.of();
    }
}
