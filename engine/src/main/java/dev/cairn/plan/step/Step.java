package dev.cairn.plan.step;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectParts;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a plan or of a migration, with its effects. These are derived from the catalogs before and after it,
 * so a recorded text results in the same step as the plan did.
 *
 * @param object the object that the statement concerns; null if Cairn does not understand it
 * @param reverse the statements that revert the step; empty if no statement does
 */
public record Step(
        Action action, @Nullable ObjectName object, StepEffects effects, List<Statement> reverse, List<Lint> lints) {
    public Step {
        reverse = List.copyOf(reverse);
        lints = List.copyOf(lints);
    }

    /**
     * The effects of a statement.
     *
     * @param touched the parts that the statement changes, of any object
     * @param destroysData whether rows or values are lost, immediately or once the server drops them
     * @param rewritesData whether the server rewrites the data: slow for a large table
     * @param visible whether the output of SHOW CREATE changes; if not, inspecting the server can't show whether the
     *     statement ran
     * @param partitions what the table lacks into which the statement copies the rows of a rebuilt one
     */
    public record StepEffects(
            SortedSet<Touched> touched,
            WaitCondition waitsFor,
            boolean destroysData,
            boolean rewritesData,
            boolean visible,
            Optional<StagedPartitions> partitions) {}

    /** Returns the parts that the statement changes, of any object. */
    public SortedSet<Touched> touchedParts() {
        return effects.touched;
    }

    public WaitCondition waitsFor() {
        return effects.waitsFor;
    }

    /** Returns whether rows or values are lost, immediately or once the server drops them. */
    public boolean destroysData() {
        return effects.destroysData;
    }

    /** Returns whether the server rewrites the data. */
    public boolean rewritesData() {
        return effects.rewritesData;
    }

    /** Returns whether the output of SHOW CREATE changes. */
    public boolean isVisible() {
        return effects.visible;
    }

    /** A part of an object. */
    public record Touched(ObjectName object, ObjectPart part) implements Comparable<Touched> {
        /** Returns the parts in which two catalogs differ. */
        public static SortedSet<Touched> compare(ServerProfile profile, Catalog before, Catalog after) {
            SortedSet<Touched> touched = new TreeSet<>();
            for (ObjectName name : ObjectName.ofReplaced(before, after)) {
                Optional<SchemaObject> from = SchemaObject.find(before, name);
                Optional<SchemaObject> to = SchemaObject.find(after, name);
                if (from.isPresent()
                        && to.isPresent()
                        && from.get().kind().equals(to.get().kind())) {
                    ObjectParts.of(profile, from.get())
                            .partsChangedIn(ObjectParts.of(profile, to.get()))
                            .forEach(part -> touched.add(new Touched(name, part)));
                } else {
                    touched.add(new Touched(name, ObjectPart.of(ObjectPart.Kind.OBJECT)));
                }
            }
            return touched;
        }

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

    /** Returns the step with a further marker above its statement. */
    public Step withMarker(Marker marker) {
        return with(action.withMarker(marker));
    }

    /** Returns the step with further remarks. */
    public Step withRemarks(List<Lint> further) {
        List<Lint> all = new ArrayList<>(lints);
        all.addAll(further);
        return new Step(action, object, effects, reverse, all);
    }

    /** Returns the step with another text that has the same effects. */
    public Step with(Action other) {
        return new Step(other, object, effects, reverse, lints);
    }

    /**
     * Returns the SQL and comments that replace the step when a plan is run by hand, each statement with its semicolon; empty if
     * these are the recorded form.
     */
    public Optional<String> findManualSql() {
        return action.transfer()
                .map(Marker.Transfer::manualSql)
                .or(() -> effects.partitions.map(staged -> staged.sqlBefore() + text() + ";" + staged.sqlAfter()));
    }

    /** Returns the recorded form: the markers, and the statement below them. */
    public String text() {
        return action.text();
    }
}
