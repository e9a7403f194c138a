package dev.cairn.internal.run;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.link.ConnectionLostException;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.run.prepare.Progress;
import dev.cairn.internal.run.prepare.RunStep;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** One step, in the way that suits it. */
final class StepRun {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final RunContext course;
    private final RunStep step;
    private final RewriteNotes notes;

    StepRun(RunContext course, RunStep step, RewriteNotes notes) {
        this.course = course;
        this.step = step;
        this.notes = notes;
    }

    void run(StepConnection lane) {
        course.halt().check();
        Ticker.Stopwatch watch = course.ticker().start();
        try {
            boolean ran = isRun(lane);
            course.protection().done(step.number());
            if (ran) {
                LOG.log(
                        Level.INFO,
                        () -> course.where(step) + ": done in "
                                + watch.elapsed().toMillis() + " ms");
                course.tell(new Progress.StepEnds(course.migration(), step, watch.elapsed()));
            } else {
                LOG.log(Level.INFO, () -> course.where(step) + ": was done already");
                course.tell(new Progress.StepSkipped(course.migration(), step));
            }
        } catch (ConnectionLostException lost) {
            throw new StepErrors(course, step).lost(lost);
        } catch (ServerRefusalException refused) {
            throw new StepErrors(course, step).refusedLook(refused);
        }
    }

    private boolean isRun(StepConnection lane) {
        if (step instanceof RunStep.OfGrants grants) {
            new GrantRun(course, grants, lane).run();
            return true;
        }
        if (step instanceof RunStep.OfCounter counter) {
            new CounterRun(course, counter, lane).run();
            return true;
        }
        if (step instanceof RunStep.OfCode code) {
            new CodeRun(course, code, lane).run();
            return true;
        }
        return isRun((RunStep.OfStatement) step, lane);
    }

    private boolean isRun(RunStep.OfStatement statement, StepConnection lane) {
        return switch (CompletionEvidence.of(statement)) {
            case LOOK -> {
                lane.ask(course::backoff, link -> notes.ofWriters(statement, link))
                        .forEach(course::warn);
                yield new DefinitionRun(course, statement, lane).run();
            }
            case LABEL -> new LoadRun(course, statement, lane).run();
            case NONE -> {
                new UnverifiableRun(course, statement, lane).run();
                yield true;
            }
        };
    }
}
