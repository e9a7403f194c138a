package dev.cairn.internal.run;

import dev.cairn.internal.link.ConnectionLostException;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.TransientError;
import dev.cairn.internal.run.AlterJobs.AlterJob;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.schema.MigrationException;
import dev.cairn.schema.MissingGrantException;
import dev.cairn.schema.StepException;
import dev.cairn.schema.UncertainStepException;
import dev.cairn.schema.UnreachableException;
import dev.cairn.schema.Where;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Builds the exceptions for a step that stops the run. */
final class StepErrors {
    private final Where where;
    private final int step;

    StepErrors(RunContext course, RunStep step) {
        this.where = course.where(step);
        this.step = step.number();
    }

    StepErrors(RunContext course) {
        this.where = course.where();
        this.step = 0;
    }

    MigrationException refused(ServerRefusalException refused) {
        if (refused.isDenied()) {
            return new MissingGrantException(
                    where,
                    "the user may not do it: " + refused.getMessage(),
                    "Grant what the server names, and run it again: it goes on with this step.",
                    refused);
        }
        Optional<TransientError> passing = refused.passing();
        if (passing.isPresent()) {
            return new StepException(
                    where,
                    (passing.get().mayHaveRun()
                                    ? "the server gave it up: "
                                    : "the server refused it, and nothing was changed: ")
                            + refused.getMessage(),
                    passing.get().remedy() + " It goes on with this step.",
                    refused);
        }
        return new StepException(
                where,
                "the server refused it, and nothing was changed: " + refused.getMessage(),
                "Mend what it says, and run it again: it goes on with this step.",
                refused);
    }

    StepException refusedLook(ServerRefusalException refused) {
        return new StepException(
                where,
                "the server refused to tell how far the step is: " + refused.getMessage(),
                refused.passing()
                        .map(TransientError::remedy)
                        .orElse("Mend what it says, and run it again: it looks at this step first."),
                refused);
    }

    StepException unreadable(ObjectName object, String why) {
        return new StepException(
                where,
                object + " can't be looked at: " + why,
                "Where it is for want of grants, grant SELECT on it; or say by repair that the step is done.");
    }

    StepException neither(List<String> differences) {
        return new StepException(
                where,
                "what the step changes is neither as before it nor as after it: " + String.join("; ", differences),
                "Somebody else changed it. Make it as it was before the step or as it shall be after it, and run it"
                        + " again; or say by repair that the step is done.");
    }

    StepException cancelled(AlterJob job) {
        return new StepException(
                where,
                "the server cancelled job " + job.id()
                        + (job.message().isEmpty() ? ", and gave no reason" : ": " + job.message()),
                "Nothing was changed. Mend what it says, and run it again: it goes on with this step.");
    }

    StepException withoutEffect() {
        return new StepException(
                where,
                "the server took the statement, and all still is as before it",
                "Look at SHOW ALTER TABLE and the server's log, and run it again: it goes on with this step.");
    }

    StepException refreshFailed(String words) {
        return new StepException(
                where,
                "the refresh failed: " + words,
                "Mend what it says, and run it again: it goes on with this step.");
    }

    StepException labelTaken(String label) {
        return new StepException(
                where,
                "the label " + label + " that the statement says was used by an earlier load",
                "Take the label out of the statement, and Cairn gives it one of its own; or say by repair that the"
                        + " step is done.");
    }

    /** Labels outlive tables and ledgers: the server removes them only with their database. */
    StepException labelOfAnother(String label) {
        return new StepException(
                where,
                "the server knows the label " + label + " of a load that this run did not send, as of a ledger that was"
                        + " dropped and begun again in the same database",
                "A label goes with its database, or after three days (label_keep_max_second): begin in a new database,"
                        + " or go on when the server has forgotten it.");
    }

    StepException stillRunning(String label, Duration waited) {
        return new StepException(
                where,
                "the load " + label + " still is under way after " + waited.toSeconds() + " s",
                "See SHOW LOAD WHERE LABEL = '" + label
                        + "' for what becomes of it. When it has ended, run it again: it goes"
                        + " on behind a load that succeeded, and repeats one that was cancelled. If it needs more time,"
                        + " allow loads more.");
    }

    UncertainStepException uncertain(String what) {
        return new UncertainStepException(
                where,
                "the step was begun, and nobody can see whether " + what,
                "Find out, and say so: repair --done=" + step + " goes on behind the step, repair --again=" + step
                        + " runs it once more. Where it does no harm to run it twice, mark it -- repeatable.");
    }

    StepException failedCode(Exception failure) {
        return new StepException(
                where,
                "the code of the migration failed: " + failure,
                "Mend the code or what it says, then say by repair whether it is done or is to be run again.",
                failure);
    }

    UnreachableException lost(ConnectionLostException lost) {
        return new UnreachableException(
                where,
                "the connection was lost again and again: " + lost.getMessage(),
                "Look why it breaks, and run it again: it looks at this step first.",
                lost);
    }

    UnreachableException lostSwap(RuntimeException failure, String happened) {
        return new UnreachableException(
                where,
                happened + ", and should the statement still arrive, to send it again would swap the"
                        + " tables back: "
                        + failure.getMessage(),
                "Run it again: it goes on under another name, which the statement does not know.",
                failure);
    }

    StepException interrupted() {
        return new StepException(where, "the run was interrupted", "Run it again: it goes on where this one stopped.");
    }

    StepException counter(String what, ServerRefusalException refused) {
        return new StepException(
                where,
                what + ": " + refused.getMessage(),
                "Correct what the server reports, and run the upgrade again: it resumes with this step. Without it, the"
                        + " table would give ids that rows have already.",
                refused);
    }

    StepException grants(String what, ServerRefusalException refused) {
        return new StepException(
                where,
                what + ": " + refused.getMessage(),
                "Run the upgrade as a user who has GRANT on SYSTEM, as the role user_admin has; or accept by the line"
                        + " \"-- grants: loss accepted\" above the step that the grants are lost.",
                refused);
    }
}
