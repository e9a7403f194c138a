package dev.cairn.internal.run;

import dev.cairn.internal.link.Lost;
import dev.cairn.internal.link.Refused;
import dev.cairn.internal.run.prepare.Refusals;
import dev.cairn.internal.run.prepare.RunStep;

/**
 * A job of a shared-data server that no SHOW ALTER lists. What the table says is watched; and whether the job still runs is
 * told by the statement itself: while it runs, the server refuses to take the statement again.
 */
final class HiddenJob {
    private static final int LOOKS_BETWEEN_PROBES = 8;
    private static final int MOST_STARTS = 3;

    private final Course course;
    private final RunStep.OfStatement step;
    private final Lane lane;
    private final Judge judge;
    private boolean done;

    HiddenJob(Course course, RunStep.OfStatement step, Lane lane, Judge judge) {
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
                throw new Stops(course, step).withoutEffect();
            }
            course.waiting(step, "a job that the server does not list");
            backoff.pause();
        }
    }

    private boolean isDone() {
        if (done) {
            return true;
        }
        Verdict verdict = lane.ask(course::backoff, link -> judge.look(link, step));
        if (verdict.is(Verdict.State.OTHER)) {
            throw new Stops(course, step).neither(verdict.differences());
        }
        return verdict.is(Verdict.State.AFTER);
    }

    private boolean isAccepted() {
        course.protection().look();
        try {
            lane.link(step.session()).execute(step.text());
            return true;
        } catch (Refused refused) {
            // Busy, or done meanwhile: the next look tells.
            done |= Refusals.isNeedless(refused);
            return false;
        } catch (Lost lost) {
            lane.reconnect(course.backoff());
            return false;
        }
    }
}
