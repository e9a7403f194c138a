package dev.cairn.internal.run;

import dev.cairn.engine.context.Session;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.link.ConnectionLostException;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.internal.link.Watchdog;
import dev.cairn.internal.run.prepare.RefusalPatterns;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.Progress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs one step, in the way that suits its kind. */
final class StepRun {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final RunContext context;
    private final RunStep step;
    private final RewriteNotes notes;

    StepRun(RunContext context, RunStep step, RewriteNotes notes) {
        this.context = context;
        this.step = step;
        this.notes = notes;
    }

    void run(StepConnection stepConnection) {
        context.cancellation().check();
        Ticker.Stopwatch watch = context.ticker().start();
        try {
            run(stepConnection, watch);
        } catch (RuntimeException | Error failure) {
            publish(new Progress.StepFails(context.migration(), step.planned(), watch.elapsed(), failure));
            throw failure;
        }
    }

    /** Notifies the listener of a failure, which must not be replaced by one of the listener. */
    private void publish(Progress.StepFails failed) {
        try {
            context.publish(failed);
        } catch (RuntimeException ofListener) {
            if (ofListener != failed.failure()) {
                failed.failure().addSuppressed(ofListener);
            }
        }
    }

    private void run(StepConnection stepConnection, Ticker.Stopwatch watch) {
        try {
            boolean ran = isRun(stepConnection);
            context.ledger().done(step.number());
            if (ran) {
                LOG.log(
                        Level.INFO,
                        () -> context.where(step) + ": done in "
                                + watch.elapsed().toMillis() + " ms");
                context.publish(new Progress.StepEnds(context.migration(), step.planned(), watch.elapsed()));
            } else {
                LOG.log(Level.INFO, () -> context.where(step) + ": was already done");
                context.publish(new Progress.StepSkipped(context.migration(), step.planned()));
            }
        } catch (ConnectionLostException loss) {
            throw new StepErrors(context, step).lost(loss);
        } catch (ServerRefusalException refusal) {
            throw new StepErrors(context, step).refusedLook(refusal);
        }
    }

    private boolean isRun(StepConnection stepConnection) {
        if (step instanceof RunStep.OfGrants grants) {
            new GrantRun(context, grants, stepConnection).run();
            return true;
        }
        if (step instanceof RunStep.OfCounter counter) {
            new CounterRun(context, counter, stepConnection).run();
            return true;
        }
        if (step instanceof RunStep.OfCode code) {
            new CodeRun(context, code, stepConnection).run();
            return true;
        }
        return isRun((RunStep.OfStatement) step, stepConnection);
    }

    private boolean isRun(RunStep.OfStatement statement, StepConnection stepConnection) {
        return switch (CompletionEvidence.of(statement)) {
            case LOOK -> {
                stepConnection
                        .ask(context::backoff, link -> notes.ofWriters(statement, link))
                        .forEach(context::warn);
                yield new DefinitionRun(context, statement, stepConnection).run();
            }
            case LABEL -> new LoadRun(context, statement, stepConnection).run();
            case NONE -> {
                new UnverifiableRun(context, statement, stepConnection).run();
                yield true;
            }
        };
    }

    /** Runs the Java code of a migration. */
    private static final class CodeRun {
        private final RunContext context;
        private final RunStep.OfCode step;
        private final StepConnection stepConnection;

        CodeRun(RunContext context, RunStep.OfCode step, StepConnection stepConnection) {
            this.context = context;
            this.step = step;
            this.stepConnection = stepConnection;
        }

        @SuppressWarnings("try") // the wait exists only to be closed
        void run() {
            StepErrors stops = new StepErrors(context, step);
            if (context.wasInterrupted(step) && !step.repeatable()) {
                throw stops.uncertain("the code ran to its end");
            }
            MigrationStep code = context.migration().step().orElseThrow();
            // The connection is opened first, so that the ledger's check is the last thing before the code.
            ServerConnection link = stepConnection.ask(context::backoff, any -> stepConnection.link(Session.NONE));
            Connection connection = link.lent();
            context.begins(step);
            context.ledger().begin(step.number());
            context.ledger().lookNow();
            try (Watchdog.Wait wait =
                    link.waitFor("the code of " + context.migration().name())) {
                call(code, connection);
            } catch (SQLException | RuntimeException failure) {
                throw stops.failedCode(failure);
            } finally {
                stepConnection.discard();
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

    /** Copies the grants of one object to another, which keeps its own grants. The step is idempotent. */
    private static final class GrantRun {
        private final RunContext context;
        private final RunStep.OfGrants step;
        private final StepConnection stepConnection;

        GrantRun(RunContext context, RunStep.OfGrants step, StepConnection stepConnection) {
            this.context = context;
            this.step = step;
            this.stepConnection = stepConnection;
        }

        void run() {
            String doing = "the grants of " + step.from() + " can't be read";
            try {
                List<String> grants = stepConnection.ask(context::backoff, this::grants);
                context.begins(step);
                context.ledger().begin(step.number());
                doing = step.to() + " can't be given the grants of " + step.from();
                stepConnection.ask(context::backoff, link -> {
                    grants.forEach(link::execute);
                    return link;
                });
            } catch (ServerRefusalException refusal) {
                if (!step.lossAccepted()) {
                    context.ledger().undone(step.number());
                    throw new StepErrors(context, step).grants(doing, refusal);
                }
                context.warn(doing + ", and their loss was accepted: " + refusal.getMessage());
            }
        }

        /**
         * Returns the statements that grant the same privileges. The server shows grants only for each user and each
         * role.
         */
        private List<String> grants(ServerConnection link) {
            List<String> holders = new ArrayList<>();
            link.rows("SHOW USERS").forEach(row -> holders.add("USER " + row.get(0)));
            link.rows("SHOW ROLES").forEach(row -> holders.add("ROLE " + SqlQuoting.text(String.valueOf(row.get(0)))));
            List<String> grants = new ArrayList<>();
            for (String holder : holders) {
                String grantee = holder.startsWith("USER ") ? holder.substring("USER ".length()) : holder;
                for (var row : link.rows("SHOW GRANTS FOR " + grantee)) {
                    GrantLine.of(String.valueOf(row.get(2)), step.from())
                            .ifPresent(line -> grants.add(line.on(step.to())));
                }
            }
            return grants;
        }

        /**
         * A grant on one object, as SHOW GRANTS prints it, with names without backquotes:
         * {@code GRANT SELECT, INSERT ON TABLE shop.orders TO ROLE 'reader'}. Grants on all tables of a database name
         * no object, and also apply to new ones.
         */
        private record GrantLine(String privileges, String kind, String holder) {
            private static final Pattern LINE = Pattern.compile(
                    "GRANT (.+?) ON (TABLE|VIEW|MATERIALIZED VIEW) (.+) TO ((?:USER|ROLE) .+)", Pattern.DOTALL);

            static Optional<GrantLine> of(String line, ObjectName object) {
                Matcher parts = LINE.matcher(line);
                return parts.matches() && parts.group(3).equals(object.toString())
                        ? Optional.of(new GrantLine(parts.group(1), parts.group(2), parts.group(4)))
                        : Optional.empty();
            }

            /** Returns the statement that grants the same privileges on another object of the same kind. */
            String on(ObjectName other) {
                return "GRANT " + privileges + " ON " + kind + " " + SqlQuoting.name(other) + " TO " + holder;
            }
        }
    }

    /**
     * Sets the AUTO_INCREMENT counter of a table beyond that of another table, and beyond all values that were copied.
     * The step is idempotent, since the server never decreases a counter.
     *
     * <p>No statement shows a counter. But the server refuses to set one to a value that is not greater than the
     * current one, and the error message contains the current value. 1 is the smallest value that the server accepts,
     * and the initial value of a new table, so an attempt to set the counter to 1 changes nothing, whether it is
     * refused or not.
     */
    private static final class CounterRun {
        private static final Pattern CURRENT = Pattern.compile("greater than current value: ([0-9]{1,19})");
        private static final long FIRST = 1;

        private final RunContext context;
        private final RunStep.OfCounter step;
        private final StepConnection stepConnection;

        CounterRun(RunContext context, RunStep.OfCounter step, StepConnection stepConnection) {
            this.context = context;
            this.step = step;
            this.stepConnection = stepConnection;
        }

        void run() {
            if (step.column().isEmpty()) {
                return;
            }
            String doing = "the counter of " + step.from() + " can't be read";
            try {
                long next = Math.max(
                        step.counted()
                                ? stepConnection.ask(context::backoff, link -> current(link, step.from()))
                                : FIRST,
                        stepConnection.ask(context::backoff, this::behindRows));
                context.begins(step);
                context.ledger().begin(step.number());
                doing = "the counter of " + step.to() + " can't be set to " + next;
                if (next > FIRST) {
                    stepConnection.ask(context::backoff, link -> advanced(link, next));
                }
            } catch (ServerRefusalException refusal) {
                context.ledger().undone(step.number());
                throw new StepErrors(context, step).counter(doing, refusal);
            }
        }

        private long current(ServerConnection link, ObjectName table) {
            return set(link, table, FIRST).orElse(FIRST);
        }

        /** Returns the value after the greatest one in the rows. */
        private long behindRows(ServerConnection link) {
            String greatest = link.query(
                            "SELECT max(" + SqlQuoting.name(step.column()) + ") FROM " + SqlQuoting.name(step.to()))
                    .get(0)
                    .get(0);
            return greatest == null
                    ? FIRST
                    : Math.max(FIRST, Math.min(Long.parseLong(greatest), Long.MAX_VALUE - 1) + 1);
        }

        private long advanced(ServerConnection link, long next) {
            return set(link, step.to(), next).orElse(next);
        }

        /** Sets the counter. Returns its current value if the server refused because the counter is already as great. */
        private OptionalLong set(ServerConnection link, ObjectName table, long value) {
            Backoff backoff = context.backoff();
            while (true) {
                try {
                    link.execute("ALTER TABLE " + SqlQuoting.name(table) + " AUTO_INCREMENT = " + value);
                    return OptionalLong.empty();
                } catch (ServerRefusalException refusal) {
                    Matcher current = CURRENT.matcher(refusal.reason());
                    if (current.find()) {
                        return OptionalLong.of(Long.parseLong(current.group(1)));
                    }
                    if (!RefusalPatterns.isBusy(refusal)) {
                        throw refusal;
                    }
                    context.waiting(step, "the table is busy: " + refusal.reason());
                    backoff.pause();
                }
            }
        }
    }
}
