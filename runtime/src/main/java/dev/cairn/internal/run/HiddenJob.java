package dev.cairn.internal.run;

import dev.cairn.internal.link.ConnectionLostException;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.run.prepare.RefusalPatterns;
import dev.cairn.internal.run.prepare.RunStep;

/**
 * A job of a shared-data server that no SHOW ALTER lists. What the table says is watched; and whether the job still runs is
 * told by the statement itself: while it runs, the server refuses to take the statement again.
 */
final class HiddenJob {
    private static final int LOOKS_BETWEEN_PROBES = 8;
    private static final int MOST_STARTS = 3;

    private final RunContext course;
    private final RunStep.OfStatement step;
    private final StepConnection lane;
    private final StepInspector judge;
    private boolean done;

    HiddenJob(RunContext course, RunStep.OfStatement step, StepConnection lane, StepInspector judge) {
        this.course = course;
        this.step = step;
        this.lane = lane;
        this.judge = judge;
    }

    void await() {
        if (!step.step().visible()) {
            // Nothing tells when it is over; what is sent next finds the table busy, and waits.
            return;
        }
        Backoff backoff = course.backoff();
        int starts = 1;
        for (int looks = 1; !isDone(); looks++) {
            if (looks % LOOKS_BETWEEN_PROBES == 0 && isAccepted() && ++starts > MOST_STARTS) {
                course.protection().undone(step.number());
                throw new StepErrors(course, step).withoutEffect();
            }
            course.waiting(step, "a job that the server does not list");
            backoff.pause();
        }
    }

    private boolean isDone() {
        if (done) {
            return true;
        }
        InspectionResult verdict = lane.ask(course::backoff, link -> judge.look(link, step));
        if (verdict.is(InspectionResult.State.OTHER)) {
            throw new StepErrors(course, step).neither(verdict.differences());
        }
        return verdict.is(InspectionResult.State.AFTER);
    }

    private boolean isAccepted() {
        course.protection().look();
        try {
            lane.link(step.session()).execute(step.text());
            return true;
        } catch (ServerRefusalException refused) {
            // Busy, or done meanwhile: the next look tells.
            done |= RefusalPatterns.isNeedless(refused);
            return false;
        } catch (ConnectionLostException lost) {
            lane.reconnect(course.backoff());
            return false;
        }
    }
}
