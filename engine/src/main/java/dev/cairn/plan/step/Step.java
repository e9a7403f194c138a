package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a plan or of a migration, and what is to be known of it before it is sent. The catalogs before and after
 * it tell all of this, so a recorded text gives the same step as the plan did.
 *
 * @param object what the statement is about; null where Cairn does not understand it
 * @param touched the parts that are others afterwards, of whatever object
 * @param destroysData rows or values are gone afterwards, now or as soon as the server gets to it
 * @param rewritesData the server writes the data anew: slow for a large table
 * @param visible what SHOW CREATE prints is another thing afterwards; otherwise only memory knows whether it ran
 * @param reverse what takes the step back; empty where nothing can
 */
public record Step(
        Action action,
        @Nullable ObjectName object,
        SortedSet<Touched> touched,
        WaitCondition waitsFor,
        boolean destroysData,
        boolean rewritesData,
        boolean visible,
        List<Statement> reverse,
        List<Lint> lints) {
    public Step {
        reverse = List.copyOf(reverse);
        lints = List.copyOf(lints);
    }

    /** A part of an object. */
    public record Touched(ObjectName object, ObjectPart part) implements Comparable<Touched> {
        @Override
        public int compareTo(Touched other) {
            int order = object.compareTo(other.object);
            return order != 0 ? order : part.compareTo(other.part);
        }

        @Override
        public String toString() {
            return object + " " + part;
        }
    }

    /** As it is recorded: the markers, and the statement below them. */
    public String text() {
        return action.text();
    }
}
