package dev.cairn.lineage;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectParts;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Determines the changed texts of each changed part, and its effects on readers. */
final class ImpactAnalyzer {
    private final ReaderChanges readerChanges;
    private final ReaderGraph formerGraph;
    private final ReaderGraph presentGraph;
    private final AppliedRenames appliedRenames;

    ImpactAnalyzer(ReaderChanges readerChanges) {
        this.readerChanges = readerChanges;
        this.formerGraph = readerChanges.formerGraph();
        this.presentGraph = readerChanges.presentGraph();
        this.appliedRenames = readerChanges.appliedRenames();
    }

    /** Returns whether the order of columns changed only because other columns were added or dropped. */
    boolean isConsequenceOfOtherColumns(TouchedPart touchedPart) {
        if (!touchedPart.part().hasKind(ObjectPart.Kind.COLUMN_ORDER)) {
            return false;
        }
        List<String> formerColumnNames = findColumnNames(appliedRenames.alignedCatalog(), touchedPart.object());
        List<String> presentColumnNames = findColumnNames(presentGraph.catalog(), touchedPart.object());
        List<String> remainingColumnNames = new ArrayList<>(formerColumnNames);
        remainingColumnNames.retainAll(presentColumnNames);
        presentColumnNames.retainAll(formerColumnNames);
        return remainingColumnNames.equals(presentColumnNames);
    }

    private static List<String> findColumnNames(Catalog catalog, ObjectName object) {
        List<String> columnNames = new ArrayList<>();
        SchemaObject.find(catalog, object)
                .ifPresent(foundObject ->
                        foundObject.columnNames().forEach(name -> columnNames.add(name.toLowerCase(Locale.ROOT))));
        return columnNames;
    }

    /** Returns a changed part with its effects on readers, the most severe first. */
    Impact.PartChange analyzeChange(TouchedPart touchedPart) {
        ObjectName object = touchedPart.object();
        ObjectPart part = touchedPart.part();
        String formerPartName = appliedRenames.formerPartName(object, part);
        String formerText = describeFormerPart(object, part, formerPartName);
        String presentText = describePart(presentGraph.catalog(), object, part);
        AffectedColumns directlyAffectedColumns = formerPartName.isEmpty()
                ? findDirectlyAffectedColumns(object, part, formerText, presentText)
                : findColumnsAffectedByRename(object, part, formerPartName);
        EffectPropagation propagation = new EffectPropagation(readerChanges);
        if (directlyAffectedColumns != null) {
            if (!part.hasKind(ObjectPart.Kind.ROWS)) {
                propagation.addEffectsOnWriters(directlyAffectedColumns);
            }
            propagation.addEffectsOnReaders(directlyAffectedColumns);
        }
        if (!formerPartName.isEmpty()) {
            propagation.addEffectsOfNewName(object, part);
        }
        boolean touchesOnlyPhysicalPart = Impact.PHYSICAL_KINDS.contains(part.kind())
                && directlyAffectedColumns != null
                && directlyAffectedColumns.severity() == Impact.EffectSeverity.TOUCHES;
        List<Impact.Effect> allEffects = new ArrayList<>(propagation.effects());
        allEffects.removeIf(effect -> touchesOnlyPhysicalPart && effect.severity() == Impact.EffectSeverity.TOUCHES);
        allEffects.sort((left, right) -> right.severity().compareTo(left.severity()));
        return new Impact.PartChange(object, part, formerPartName, formerText, presentText, allEffects);
    }

    private String describeFormerPart(ObjectName object, ObjectPart part, String formerPartName) {
        return formerPartName.isEmpty() || !part.hasKind(ObjectPart.Kind.COLUMN)
                ? describePart(appliedRenames.alignedCatalog(), object, part)
                : describePart(
                        formerGraph.catalog(), appliedRenames.formerName(object), ObjectPart.ofColumn(formerPartName));
    }

    private AffectedColumns findColumnsAffectedByRename(ObjectName object, ObjectPart part, String formerPartName) {
        ObjectName formerObject = appliedRenames.formerName(object);
        if (part.hasKind(ObjectPart.Kind.OBJECT)) {
            return AffectedColumns.ofWholeObject(formerObject, Impact.EffectSeverity.TOUCHES);
        }
        boolean isSameType = Objects.equals(
                findType(formerGraph.catalog(), formerObject, formerPartName),
                findType(presentGraph.catalog(), object, part.name()));
        return new AffectedColumns(
                formerObject,
                Set.of(formerPartName),
                isSameType ? Impact.EffectSeverity.TOUCHES : Impact.EffectSeverity.CHANGES);
    }

    /** Returns the columns that a change of a part affects directly; null if no reader can have read them. */
    private @Nullable AffectedColumns findDirectlyAffectedColumns(
            ObjectName presentName, ObjectPart part, String formerText, String presentText) {
        ObjectName object = appliedRenames.formerName(presentName);
        return switch (part.kind()) {
            case OBJECT ->
                formerText.isEmpty() ? null : AffectedColumns.ofWholeObject(object, Impact.EffectSeverity.CHANGES);
            case QUERY, ROWS -> AffectedColumns.ofWholeObject(object, Impact.EffectSeverity.CHANGES);
            case COLUMN ->
                formerText.isEmpty()
                        ? null
                        : new AffectedColumns(
                                object, Set.of(part.name()), determineSeverity(presentName, part.name(), presentText));
            case PARTITION ->
                AffectedColumns.ofWholeObject(
                        object, presentText.isEmpty() ? Impact.EffectSeverity.CHANGES : Impact.EffectSeverity.TOUCHES);
            case ACTIVITY ->
                ReaderChanges.isInactive(presentGraph.catalog(), presentName)
                        ? AffectedColumns.ofWholeObject(
                                object, Impact.EffectSeverity.CHANGES, presentName + " is no longer refreshed")
                        : null;
            default -> AffectedColumns.ofWholeObject(object, Impact.EffectSeverity.TOUCHES);
        };
    }

    private Impact.EffectSeverity determineSeverity(ObjectName object, String column, String presentText) {
        return presentText.isEmpty()
                        || !Objects.equals(
                                findType(appliedRenames.alignedCatalog(), object, column),
                                findType(presentGraph.catalog(), object, column))
                ? Impact.EffectSeverity.CHANGES
                : Impact.EffectSeverity.TOUCHES;
    }

    private static @Nullable Type findType(Catalog catalog, ObjectName object, String column) {
        return catalog.findTable(object.database(), object.name())
                .flatMap(table -> table.findColumn(column))
                .map(Column::type)
                .orElse(null);
    }

    /**
     * Returns the definition of a part of an object, or the kind of the object if the part is the whole object or its
     * rows; empty if there is no such object or part.
     */
    private String describePart(Catalog catalog, ObjectName object, ObjectPart part) {
        Optional<SchemaObject> foundObject = SchemaObject.find(catalog, object);
        if (foundObject.isEmpty() || part.hasKind(ObjectPart.Kind.ROWS)) {
            return foundObject.map(SchemaObject::kind).orElse("");
        }
        if (part.hasKind(ObjectPart.Kind.OBJECT)) {
            return foundObject.get().kind();
        }
        ObjectParts.Content content = ObjectParts.of(presentGraph.profile(), foundObject.get())
                .contents()
                .get(part);
        return content == null ? "" : content.text();
    }
}
