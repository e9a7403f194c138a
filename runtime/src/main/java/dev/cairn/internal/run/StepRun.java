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
import dev.cairn.schema.MigrationStep;
import dev.cairn.schema.Progress;
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
                course.tell(new Progress.StepEnds(course.migration(), step.planned(), watch.elapsed()));
            } else {
                LOG.log(Level.INFO, () -> course.where(step) + ": was done already");
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

    /** Code of a migration. */
    private static final class CodeRun {
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

    /** Gives an object the grants of another one, and keeps those that it has. To do so twice does no harm. */
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

        /** The statements that give what others have. Who has what can be read only from each user and role. */
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
         * A grant on one object, as SHOW GRANTS prints it: {@code GRANT SELECT, INSERT ON TABLE shop.orders TO ROLE 'reader'}, names
         * without backquotes. Grants on all tables of a database name no object, and hold for a new one too.
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

            /** The statement that grants the same on another object of its kind. */
            String on(ObjectName other) {
                return "GRANT " + privileges + " ON " + kind + " " + SqlQuoting.name(other) + " TO " + holder;
            }
        }
    }

    /**
     * Sets the AUTO_INCREMENT counter of a table beyond that of another one, and beyond all values that were copied. Running it
     * twice has the same result, since the server never sets a counter back.
     *
     * <p>The server shows a counter nowhere. But it refuses to set one to a value that is not greater than the current one, and
     * names the current one then. 1 is the lowest value that it takes, and the one that a new table starts with, so an attempt
     * to set the counter to 1 changes nothing, whether it is refused or not.
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

        /** The value after the greatest one that a row has. */
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

        /** The current value, if the server refused because it is as great already. */
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
