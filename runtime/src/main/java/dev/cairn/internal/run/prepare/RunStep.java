package dev.cairn.internal.run.prepare;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Step;
import dev.cairn.schema.PlannedStep;
import dev.cairn.schema.StepMoment;
import dev.cairn.sql.Sql;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step of a run. The elements of a migration are counted from 1; code that comes before them is number 0, and code
 * that comes after them has the number behind the last one.
 */
public sealed interface RunStep {
    int number();

    /** Returns the step as plans and progress events describe it. */
    default PlannedStep planned() {
        return new PlannedStep(number(), text());
    }

    /** What is sent, or in words what is done: in a plan, in offline SQL, and when it comes to it. */
    String text();

    /** What it is about, for messages; null where that is not known. */
    @Nullable
    String about();

    /** Whether to do it once more is as good as to do it once. */
    boolean repeatable();

    /**
     * A statement.
     *
     * @param session in which it is sent
     * @param before what the catalog should be when it is sent
     * @param after what it makes of that
     */
    record OfStatement(int number, Step step, Session session, Catalog before, Catalog after) implements RunStep {
        @Override
        public String text() {
            return Sql.render(Objects.requireNonNull(step.action().statement()));
        }

        @Override
        public @Nullable String about() {
            return step.object() == null ? null : step.object().toString();
        }

        @Override
        public boolean repeatable() {
            return step.action().markers().stream().anyMatch(Marker.Repeatable.class::isInstance);
        }
    }

    /** An object is given the grants of another one. */
    record OfGrants(int number, ObjectName from, ObjectName to, boolean lossAccepted) implements RunStep {
        @Override
        public String text() {
            return "-- grants: from " + from.name() + " to " + to.name();
        }

        @Override
        public String about() {
            return to.toString();
        }

        @Override
        public boolean repeatable() {
            return true;
        }
    }

    /**
     * A table goes on counting where another one stopped.
     *
     * @param column the AUTO_INCREMENT column of the table; empty where it has none, and nothing is to be done
     * @param counted whether the other one has such a column, and so a counter
     */
    record OfCounter(int number, ObjectName from, ObjectName to, String column, boolean counted) implements RunStep {
        @Override
        public String text() {
            return "-- counter: from " + from.name() + " to " + to.name();
        }

        @Override
        public String about() {
            return to.toString();
        }

        @Override
        public boolean repeatable() {
            return true;
        }
    }

    /** Code of the migration. */
    record OfCode(int number, StepMoment moment, boolean repeatable) implements RunStep {
        @Override
        public String text() {
            return "-- code of the migration: " + moment;
        }

        @Override
        public @Nullable String about() {
            return null;
        }
    }
}
