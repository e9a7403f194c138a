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
                course.tell(new Progress.StepEnds(course.migration(), step.planned(), watch.elapsed()));
            } else {
                LOG.log(Level.INFO, () -> course.where(step) + ": was already done");
                course.tell(new Progress.StepSkipped(course.migration(), step.planned()));
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

    /** Runs the Java code of a migration. */
    private static final class CodeRun {
        private final RunContext course;
        private final RunStep.OfCode step;
        private final StepConnection lane;

        CodeRun(RunContext course, RunStep.OfCode step, StepConnection lane) {
            this.course = course;
            this.step = step;
            this.lane = lane;
        }

        @SuppressWarnings("try") // the wait exists only to be closed
        void run() {
            StepErrors stops = new StepErrors(course, step);
            if (course.wasInterrupted(step) && !step.repeatable()) {
                throw stops.uncertain("the code ran to its end");
            }
            MigrationStep code = course.migration().step().orElseThrow();
            // The connection is opened first, so that the ledger's check is the last thing before the code.
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

    /** Copies the grants of one object to another, which keeps its own grants. The step is idempotent. */
    private static final class GrantRun {
        private final RunContext course;
        private final RunStep.OfGrants step;
        private final StepConnection lane;

        GrantRun(RunContext course, RunStep.OfGrants step, StepConnection lane) {
            this.course = course;
            this.step = step;
            this.lane = lane;
        }

        void run() {
            String doing = "the grants of " + step.from() + " can't be read";
            try {
                List<String> grants = lane.ask(course::backoff, this::grants);
                course.begins(step);
                course.protection().begin(step.number());
                doing = step.to() + " can't be given the grants of " + step.from();
                lane.ask(course::backoff, link -> {
                    grants.forEach(link::execute);
                    return link;
                });
            } catch (ServerRefusalException refused) {
                if (!step.lossAccepted()) {
                    course.protection().undone(step.number());
                    throw new StepErrors(course, step).grants(doing, refused);
                }
                course.warn(doing + ", and their loss was accepted: " + refused.getMessage());
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
                String asked = holder.startsWith("USER ") ? holder.substring("USER ".length()) : holder;
                for (var row : link.rows("SHOW GRANTS FOR " + asked)) {
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

        private final RunContext course;
        private final RunStep.OfCounter step;
        private final StepConnection lane;

        CounterRun(RunContext course, RunStep.OfCounter step, StepConnection lane) {
            this.course = course;
            this.step = step;
            this.lane = lane;
        }

        void run() {
            if (step.column().isEmpty()) {
                return;
            }
            String doing = "the counter of " + step.from() + " can't be read";
            try {
                long next = Math.max(
                        step.counted() ? lane.ask(course::backoff, link -> current(link, step.from())) : FIRST,
                        lane.ask(course::backoff, this::behindRows));
                course.begins(step);
                course.protection().begin(step.number());
                doing = "the counter of " + step.to() + " can't be set to " + next;
                if (next > FIRST) {
                    lane.ask(course::backoff, link -> advanced(link, next));
                }
            } catch (ServerRefusalException refused) {
                course.protection().undone(step.number());
                throw new StepErrors(course, step).counter(doing, refused);
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
            Backoff backoff = course.backoff();
            while (true) {
                try {
                    link.execute("ALTER TABLE " + SqlQuoting.name(table) + " AUTO_INCREMENT = " + value);
                    return OptionalLong.empty();
                } catch (ServerRefusalException refused) {
                    Matcher current = CURRENT.matcher(refused.words());
                    if (current.find()) {
                        return OptionalLong.of(Long.parseLong(current.group(1)));
                    }
                    if (!RefusalPatterns.isBusy(refused)) {
                        throw refused;
                    }
                    course.waiting(step, "the table is busy: " + refused.words());
                    backoff.pause();
                }
            }
        }
    }
}
