package dev.cairn.plan.step;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a plan or of a migration, with its effects. The effects are derived from the catalogs before and
 * after the statement, so a recorded text results in the same step as the plan did.
 *
 * @param object the object that the statement affects; null if it does not affect one, or if Cairn does not know it
 * @param reversalSupplier plans the statements that revert the step; a run does not call it
 * @param lintSupplier finds the lints of the step; a run does not call it
 */
public record Step(
        MigrationAction action,
        @Nullable ObjectName object,
        StepEffects effects,
        Supplier<List<Statement>> reversalSupplier,
        Supplier<List<StepLint>> lintSupplier) {
    public Step {
        reversalSupplier = MemoizedSupplier.of(reversalSupplier);
        lintSupplier = MemoizedSupplier.of(lintSupplier);
    }

    /**
     * The effects of a statement.
     *
     * @param touchedParts the parts of objects that the statement changes
     * @param losses descriptions of the rows and values that are lost, immediately or once the server drops them
     * @param rewritesData whether the server rewrites the data, which takes long for a large table
     * @param definitionChanges the definitions of the objects that the statement changes, by their names
     * @param rebuiltTablePartitions the partitions that the staging table of a rebuild needs before the statement
     *     copies the rows; empty for a statement that does not copy rows
     */
    public record StepEffects(
            SortedSet<TouchedPart> touchedParts,
            WaitCondition waitCondition,
            List<String> losses,
            boolean rewritesData,
            SortedMap<ObjectName, DefinitionChange> definitionChanges,
            Optional<RebuiltTablePartitions> rebuiltTablePartitions) {}

    /** Returns the parts of objects that the statement changes. */
    public SortedSet<TouchedPart> touchedParts() {
        return effects.touchedParts;
    }

    public WaitCondition waitCondition() {
        return effects.waitCondition;
    }

    /** Returns whether rows or values are lost, immediately or once the server drops them. */
    public boolean destroysData() {
        return !effects.losses.isEmpty();
    }

    /** Returns whether the server rewrites the data. */
    public boolean rewritesData() {
        return effects.rewritesData;
    }

    /**
     * Returns whether the output of SHOW CREATE changes; if not, inspecting the server can't show whether the statement
     * ran.
     */
    public boolean isVisibleInShowCreate() {
        return effects.definitionChanges.values().stream().anyMatch(DefinitionChange::isVisibleInShowCreate);
    }

    /**
     * Returns the definition of an object before and after the statement; empty if the statement does not change the
     * object.
     */
    public Optional<DefinitionChange> findDefinitionChange(ObjectName objectName) {
        return Optional.ofNullable(effects.definitionChanges.get(objectName));
    }

    public List<StepLint> lints() {
        return lintSupplier.get();
    }

    /** Returns the statements that revert the step; an empty list if the step can't be reverted. */
    public List<Statement> reversalStatements() {
        return reversalSupplier.get();
    }

    /** A part of an object that a statement changes. */
    public record TouchedPart(ObjectName object, ObjectPart part) implements Comparable<TouchedPart> {
        /** Returns the parts in which two catalogs differ. */
        public static SortedSet<TouchedPart> findTouchedParts(
                ServerProfile profile, Catalog catalogBefore, Catalog catalogAfter) {
            return of(DefinitionChange.findChanges(profile, catalogBefore, catalogAfter));
        }

        /** Returns the parts that differ between the definitions before and after each change. */
        public static SortedSet<TouchedPart> of(SortedMap<ObjectName, DefinitionChange> changes) {
            SortedSet<TouchedPart> touchedParts = new TreeSet<>();
            changes.forEach((name, change) ->
                    change.findChangedParts().forEach(part -> touchedParts.add(new TouchedPart(name, part))));
            return touchedParts;
        }

        @Override
        public int compareTo(TouchedPart other) {
            int order = object.compareTo(other.object);
            return order != 0 ? order : part.compareTo(other.part);
        }

        @Override
        public String toString() {
            return object + " " + part;
        }
    }

    /** Returns the step with an additional marker above its statement. */
    public Step withMarker(Marker marker) {
        return withAction(action.withMarker(marker));
    }

    /** Returns the step with additional lints. */
    public Step withLints(List<StepLint> additionalLints) {
        return new Step(
                action,
                object,
                effects,
                reversalSupplier,
                () -> Stream.concat(lints().stream(), additionalLints.stream()).toList());
    }

    /** Returns the step with another action that has the same effects. */
    public Step withAction(MigrationAction newAction) {
        return new Step(newAction, object, effects, reversalSupplier, lintSupplier);
    }

    /**
     * Returns the step as the repair of a difference from recorded migrations. An object that the step creates existed
     * before, so a load continues where it ended.
     */
    public Step toRepairStep() {
        return action.statement() instanceof ClusterStatement.CreateClusterObject create
                        && Marker.Continuation.isPossibleFor(create)
                        && !isContinuation()
                ? withMarker(new Marker.Continuation())
                : this;
    }

    /**
     * Returns the SQL and comments that replace the step when a plan is run by hand, each statement with its semicolon;
     * empty if these are the recorded form.
     */
    public Optional<String> findManualSql() {
        return action.findTransfer()
                .map(Marker.Transfer::manualSql)
                .or(() -> isContinuation() ? Optional.of(Marker.Continuation.manualSql(text())) : Optional.empty())
                .or(() -> effects.rebuiltTablePartitions.map(
                        partitions -> partitions.sqlBeforeCopy() + text() + ";" + partitions.sqlAfterCopy()));
    }

    /** Returns what {@link #findManualSql} finds, or else the recorded form, which has no semicolon. */
    public String manualText() {
        return findManualSql().orElseGet(this::text);
    }

    private boolean isContinuation() {
        return action.isMarked(Marker.Continuation.class)
                && action.statement() instanceof ClusterStatement.CreateClusterObject;
    }

    /** Returns the recorded form: the markers, and the statement below them. */
    public String text() {
        return action.text();
    }
}
