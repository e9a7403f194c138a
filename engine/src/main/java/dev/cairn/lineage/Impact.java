package dev.cairn.lineage;

import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.Step.TouchedPart;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The effects of schema changes on the queries that read the changed objects, directly or through other queries.
 *
 * <pre>{@code
 * Impact impact = Impact.compare(ReaderGraph.build(profile, before, statements), ReaderGraph.build(profile, after,
 * statements));
 * }</pre>
 *
 * @param changes the changed parts of objects, each with its effects
 */
public record Impact(List<PartChange> changes) {
    /**
     * The kinds of parts that do not affect the result of any query. A change of such a part may still deactivate
     * views.
     */
    static final Set<ObjectPart.Kind> PHYSICAL_KINDS = EnumSet.of(
            ObjectPart.Kind.COLUMN_ORDER,
            ObjectPart.Kind.INDEX,
            ObjectPart.Kind.CLAUSE,
            ObjectPart.Kind.COMMENT,
            ObjectPart.Kind.PARTITIONING,
            ObjectPart.Kind.PARTITION,
            ObjectPart.Kind.DISTRIBUTION,
            ObjectPart.Kind.SORT_KEY,
            ObjectPart.Kind.REFRESH,
            ObjectPart.Kind.ROLLUP,
            ObjectPart.Kind.PROPERTY,
            ObjectPart.Kind.ACTIVITY);

    public Impact {
        changes = List.copyOf(changes);
    }

    /** The effect on a reader, in ascending order of severity. */
    public enum EffectSeverity {
        /** The reader reads or writes the changed part, but no change of the reader's result is known. */
        TOUCHES,
        /** The result of the reader has other types or values. */
        CHANGES,
        /** The server refuses the query of the reader, or the materialized view becomes inactive. */
        BREAKS
    }

    /**
     * A part of an object that changes.
     *
     * @param object the object under its new name
     * @param part the part under its new name
     * @param formerName the former name of a renamed object or column; empty for any other part
     * @param formerDefinition the former definition; empty if the part is new
     * @param newDefinition the new definition; empty if the part is dropped
     * @param effects the effects on the readers of the object, the most severe first
     */
    public record PartChange(
            ObjectName object,
            ObjectPart part,
            String formerName,
            String formerDefinition,
            String newDefinition,
            List<Effect> effects) {
        public PartChange {
            effects = List.copyOf(effects);
        }

        public boolean isAdded() {
            return formerDefinition.isEmpty();
        }

        public boolean isDropped() {
            return newDefinition.isEmpty();
        }

        public boolean isRenamed() {
            return !formerName.isEmpty();
        }
    }

    /**
     * The effect of a change on a reader.
     *
     * @param columns the affected columns of the result; empty if only rows are affected, or if there is no result
     * @param readObject the object that the reader reads: the changed object itself, or one affected by the change
     * @param reason an explanation; empty if the severity is self-explanatory
     */
    public record Effect(
            EffectSeverity severity, Reader reader, SortedSet<String> columns, ObjectName readObject, String reason) {
        public Effect {
            columns = Collections.unmodifiableSortedSet(new TreeSet<>(columns));
        }
    }

    /** Compares two states of a schema. */
    public static Impact compare(ReaderGraph formerGraph, ReaderGraph presentGraph) {
        return compare(formerGraph, presentGraph, List.of(), Renames.NONE);
    }

    /**
     * Compares two states of a schema.
     *
     * @param formerGraph the readers before the changes; statements of migrations, which do not run again, are ignored
     * @param presentGraph the same readers after the changes
     * @param tablesWithChangedRows the tables whose rows also change
     * @param declaredRenames the renames among the changes, under the new names of their objects. A rename is ignored
     *     if its old name still exists, or if its new name already existed
     */
    public static Impact compare(
            ReaderGraph formerGraph,
            ReaderGraph presentGraph,
            Collection<ObjectName> tablesWithChangedRows,
            Renames declaredRenames) {
        AppliedRenames appliedRenames = AppliedRenames.select(
                presentGraph.profile(), formerGraph.catalog(), presentGraph.catalog(), declaredRenames);
        ReaderChanges readerChanges = new ReaderChanges(formerGraph, presentGraph, appliedRenames);
        ImpactAnalyzer analyzer = new ImpactAnalyzer(readerChanges);
        SortedSet<TouchedPart> touchedParts = appliedRenames.findChangedParts();
        tablesWithChangedRows.forEach(
                table -> touchedParts.add(new TouchedPart(table, ObjectPart.of(ObjectPart.Kind.ROWS))));
        touchedParts.removeIf(readerChanges::recordIfRenameOnly);
        readerChanges.recordRedefinedObjects(touchedParts);
        SortedMap<TouchedPart, PartChange> changes = new TreeMap<>();
        touchedParts.stream()
                .filter(touchedPart ->
                        !PHYSICAL_KINDS.contains(touchedPart.part().kind()))
                .forEach(touchedPart -> changes.put(touchedPart, analyzer.analyzeChange(touchedPart)));
        readerChanges.recordBrokenReaders(changes.values());
        touchedParts.stream()
                .filter(touchedPart ->
                        PHYSICAL_KINDS.contains(touchedPart.part().kind())
                                && !analyzer.isConsequenceOfOtherColumns(touchedPart))
                .forEach(touchedPart -> changes.put(touchedPart, analyzer.analyzeChange(touchedPart)));
        readerChanges.recordBrokenReaders(changes.values());
        // A materialized view that becomes inactive because of another change is not a separate change.
        changes.keySet()
                .removeIf(touchedPart ->
                        touchedPart.part().hasKind(ObjectPart.Kind.ACTIVITY) && readerChanges.isBroken(touchedPart));
        return new Impact(List.copyOf(changes.values()));
    }

    /** Returns the most severe effect of all changes on each reader. */
    public List<Effect> mostSevereEffects() {
        Map<ObjectName, Effect> mostSevereEffectByReader = new LinkedHashMap<>();
        for (PartChange change : changes) {
            for (Effect effect : change.effects()) {
                mostSevereEffectByReader.merge(
                        effect.reader().name(),
                        effect,
                        (left, right) -> left.severity().compareTo(right.severity()) >= 0 ? left : right);
            }
        }
        return List.copyOf(mostSevereEffectByReader.values());
    }
}
