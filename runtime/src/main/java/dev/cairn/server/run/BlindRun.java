package dev.cairn.server.run;

import dev.cairn.server.link.Lost;
import dev.cairn.server.link.Refused;

/** A statement of which nothing tells whether it ran: UPDATE, DELETE, and what Cairn does not understand. */
final class BlindRun {
    private static final int MOST_LOSSES = 5;
    private static final String RAN = "it ran to its end";

    private final Course course;
    private final RunStep.OfStatement step;
    private final Lane lane;
    private final Stops stops;

    BlindRun(Course course, RunStep.OfStatement step, Lane lane) {
        this.course = course;
        this.step = step;
        this.lane = lane;
        this.stops = new Stops(course, step);
    }

    void run() {
        if (course.wasInterrupted(step) && !step.repeatable()) {
            throw stops.uncertain(RAN);
        }
        course.begins(step);
        course.protection().begin(step.number());
        Backoff backoff = course.backoff();
        for (int losses = 0; !isSent(backoff, losses); losses++) {
            course.protection().look();
        }
    }

    private boolean isSent(Backoff backoff, int losses) {
        try {
            lane.link(step.session()).execute(step.text());
            return true;
        } catch (Refused refused) {
            if (Refusals.isBusy(refused)) {
                course.waiting(step, "the table is busy: " + refused.words());
                backoff.pause();
                return false;
            }
            course.protection().undone(step.number());
            throw stops.refused(refused);
        } catch (Lost lost) {
            if (!step.repeatable()) {
                throw stops.uncertain(RAN + ": the connection was lost meanwhile");
            }
            if (losses == MOST_LOSSES) {
                throw stops.lost(lost);
            }
            lane.reconnect(backoff);
            return false;
        }
    }
}
