package dev.cairn.internal.run;

import dev.cairn.engine.context.Session;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.Watchdog;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.schema.MigrationStep;
import java.sql.Connection;
import java.sql.SQLException;

/** Code of a migration. */
final class CodeRun {
    private final RunContext course;
    private final RunStep.OfCode step;
    private final StepConnection lane;

    CodeRun(RunContext course, RunStep.OfCode step, StepConnection lane) {
        this.course = course;
        this.step = step;
        this.lane = lane;
    }

    @SuppressWarnings("try") // the wait is there to be ended
    void run() {
        StepErrors stops = new StepErrors(course, step);
        if (course.wasInterrupted(step) && !step.repeatable()) {
            throw stops.uncertain("the code ran to its end");
        }
        MigrationStep code = course.migration().step().orElseThrow();
        // The ledger's look comes last before the code: what opens the connection is done by then.
        ServerConnection link = lane.ask(course::backoff, any -> lane.link(Session.NONE));
        Connection connection = link.lent();
        course.begins(step);
        course.protection().begin(step.number());
        course.protection().lookNow();
        try (Watchdog.Wait wait =
                link.waitFor("the code of " + course.migration().name())) {
            call(code, connection);
        } catch (SQLException | RuntimeException failure) {
            throw stops.failedCode(failure);
        } finally {
            lane.discard();
        }
    }

    private void call(MigrationStep code, Connection connection) throws SQLException {
        switch (step.moment()) {
            case BEFORE_UPGRADE -> code.beforeUpgrade(connection);
            case AFTER_UPGRADE -> code.afterUpgrade(connection);
            case BEFORE_DOWNGRADE -> code.beforeDowngrade(connection);
            case AFTER_DOWNGRADE -> code.afterDowngrade(connection);
        }
    }
}
