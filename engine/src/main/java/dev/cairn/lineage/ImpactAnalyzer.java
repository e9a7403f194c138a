package dev.cairn.lineage;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectParts;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.sql.ast.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Determines the effects of each change on readers, and on the readers of these readers. The caller records all changes
 * with {@link #recordIfRenameOnly} and {@link #recordRedefinedObjects}, and analyzes the logical changes. It then calls
 * {@link #recordBrokenReaders}, and analyzes the physical changes: a reader that a logical change breaks does not count
 * as broken by a physical one.
 */
final class ImpactAnalyzer {
    private final ReaderGraph formerGraph;
    private final ReaderGraph presentGraph;
    private final AppliedRenames appliedRenames;
    private final Set<ObjectName> redefinedObjects = new HashSet<>();
    private final Set<ObjectName> readersFollowingRename = new HashSet<>();
    private final Set<ObjectName> brokenReaders = new HashSet<>();

    ImpactAnalyzer(ReaderGraph formerGraph, ReaderGraph presentGraph, AppliedRenames appliedRenames) {
        this.formerGraph = formerGraph;
        this.presentGraph = presentGraph;
        this.appliedRenames = appliedRenames;
    }

    /** Records a reader whose query changes only because of a rename. Returns whether the part is such a query. */
    boolean recordIfRenameOnly(TouchedPart touchedPart) {
        if (!touchedPart.part().hasKind(ObjectPart.Kind.QUERY)) {
            return false;
        }
        ObjectName formerName = appliedRenames.formerName(touchedPart.object());
        Reader formerReader = formerGraph.readers().get(formerName);
        Reader presentReader = presentGraph.readers().get(touchedPart.object());
        boolean followsRename = formerReader != null
                && presentReader != null
                && appliedRenames.differsOnlyInNames(formerReader, presentReader);
        if (followsRename) {
            readersFollowingRename.add(formerName);
        }
        return followsRename;
    }

    /** Records the objects that are recreated, and the objects whose query is changed. */
    void recordRedefinedObjects(SortedSet<TouchedPart> parts) {
        for (TouchedPart touchedPart : parts) {
            boolean isRenamed = !appliedRenames
                    .formerPartName(touchedPart.object(), touchedPart.part())
                    .isEmpty();
            if (!isRenamed
                    && (touchedPart.part().hasKind(ObjectPart.Kind.QUERY)
                            || touchedPart.part().hasKind(ObjectPart.Kind.OBJECT))) {
                redefinedObjects.add(appliedRenames.formerName(touchedPart.object()));
            }
        }
    }

    /** Records the readers that break because of these changes, so that no other change counts as the cause. */
    void recordBrokenReaders(Collection<Impact.PartChange> causes) {
        for (Impact.PartChange cause : causes) {
            cause.effects().stream()
                    .filter(effect -> effect.severity() == Impact.EffectSeverity.BREAKS)
                    .forEach(effect -> brokenReaders.add(effect.reader().name()));
        }
    }

    boolean isBrokenByRecordedChange(TouchedPart touchedPart) {
        return brokenReaders.contains(appliedRenames.formerName(touchedPart.object()));
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

    /**
     * Columns of an object that a change affects, directly or through other readers.
     *
     * @param object the object under its former name
     * @param columns null for the whole object
     * @param reason why the readers of the object are affected; empty if the change is self-explanatory
     */
    private record AffectedColumns(
            ObjectName object, @Nullable Set<String> columns, Impact.EffectSeverity severity, String reason) {
        /** Creates affected columns without a reason. */
        AffectedColumns(ObjectName object, @Nullable Set<String> columns, Impact.EffectSeverity severity) {
            this(object, columns, severity, "");
        }

        /** Returns whether each query that reads the object is refused. */
        boolean isBreaking() {
            return severity == Impact.EffectSeverity.BREAKS;
        }

        boolean contains(String column) {
            return columns == null || columns.contains(column.toLowerCase(Locale.ROOT));
        }
    }

    /** Returns a changed part with its effects on readers, the most severe first. Records nothing. */
    Impact.PartChange analyzeChange(TouchedPart touchedPart) {
        ObjectName object = touchedPart.object();
        ObjectPart part = touchedPart.part();
        String formerPartName = appliedRenames.formerPartName(object, part);
        String formerText = describeFormerPart(object, part, formerPartName);
        String presentText = describePart(presentGraph.catalog(), object, part);
        Map<ObjectName, Impact.Effect> effectByReader = new LinkedHashMap<>();
        AffectedColumns directlyAffectedColumns = formerPartName.isEmpty()
                ? findDirectlyAffectedColumns(object, part, formerText, presentText)
                : findColumnsAffectedByRename(object, part, formerPartName);
        if (directlyAffectedColumns != null) {
            if (!part.hasKind(ObjectPart.Kind.ROWS)) {
                addEffectsOnWriters(directlyAffectedColumns, effectByReader);
            }
            addEffectsOnReaders(directlyAffectedColumns, effectByReader);
        }
        if (!formerPartName.isEmpty()) {
            addEffectsOnStatementsWithNewName(object, part, effectByReader);
        }
        boolean touchesOnlyPhysicalPart = Impact.PHYSICAL_KINDS.contains(part.kind())
                && directlyAffectedColumns != null
                && directlyAffectedColumns.severity() == Impact.EffectSeverity.TOUCHES;
        List<Impact.Effect> allEffects = new ArrayList<>(effectByReader.values());
        allEffects.removeIf(effect -> touchesOnlyPhysicalPart && effect.severity() == Impact.EffectSeverity.TOUCHES);
        allEffects.sort((left, right) -> right.severity().compareTo(left.severity()));
        return new Impact.PartChange(object, part, formerPartName, formerText, presentText, allEffects);
    }

    private String describeFormerPart(ObjectName object, ObjectPart part, String formerPartName) {
        return formerPartName.isEmpty() || !part.hasKind(ObjectPart.Kind.COLUMN)
                ? describePart(appliedRenames.alignedCatalog(), object, part)
                : describePart(
                        formerGraph.catalog(), appliedRenames.formerName(object), ObjectPart.column(formerPartName));
    }

    private AffectedColumns findColumnsAffectedByRename(ObjectName object, ObjectPart part, String formerPartName) {
        ObjectName formerObject = appliedRenames.formerName(object);
        if (part.hasKind(ObjectPart.Kind.OBJECT)) {
            return new AffectedColumns(formerObject, null, Impact.EffectSeverity.TOUCHES);
        }
        boolean isSameType = Objects.equals(
                findType(formerGraph.catalog(), formerObject, formerPartName),
                findType(presentGraph.catalog(), object, part.name()));
        return new AffectedColumns(
                formerObject,
                Set.of(formerPartName),
                isSameType ? Impact.EffectSeverity.TOUCHES : Impact.EffectSeverity.CHANGES);
    }

    /** Adds the statements that already use the new name, and that were invalid before. */
    private void addEffectsOnStatementsWithNewName(
            ObjectName object, ObjectPart part, Map<ObjectName, Impact.Effect> effectByReader) {
        AffectedColumns renamedColumns = new AffectedColumns(
                object,
                part.hasKind(ObjectPart.Kind.OBJECT) ? null : Set.of(part.name()),
                Impact.EffectSeverity.TOUCHES,
                "it has the new name");
        for (Reader reader : presentGraph.readers().values()) {
            ColumnUses uses = ColumnUses.of(reader, renamedColumns);
            boolean isReader = reader.lineage().bases().contains(object) && uses.hasAnyUse();
            if ((isReader || writesAffectedColumn(reader, renamedColumns))
                    && reader.kind() != Reader.Kind.MIGRATION
                    && formerGraph.failureByReader().containsKey(reader.name())) {
                addEffect(
                        new Impact.Effect(
                                Impact.EffectSeverity.TOUCHES,
                                reader,
                                isReader ? uses.columns() : Collections.emptySortedSet(),
                                object,
                                renamedColumns.reason()),
                        effectByReader);
            }
        }
    }

    /** Returns the columns that a change of a part affects directly; null if no reader can have read them. */
    private @Nullable AffectedColumns findDirectlyAffectedColumns(
            ObjectName presentName, ObjectPart part, String formerText, String presentText) {
        ObjectName object = appliedRenames.formerName(presentName);
        return switch (part.kind()) {
            case OBJECT ->
                formerText.isEmpty() ? null : new AffectedColumns(object, null, Impact.EffectSeverity.CHANGES);
            case QUERY, ROWS -> new AffectedColumns(object, null, Impact.EffectSeverity.CHANGES);
            case COLUMN ->
                formerText.isEmpty()
                        ? null
                        : new AffectedColumns(
                                object, Set.of(part.name()), determineSeverity(presentName, part.name(), presentText));
            case PARTITION ->
                new AffectedColumns(
                        object,
                        null,
                        presentText.isEmpty() ? Impact.EffectSeverity.CHANGES : Impact.EffectSeverity.TOUCHES);
            case ACTIVITY ->
                isInactive(presentGraph.catalog(), presentName)
                        ? new AffectedColumns(
                                object, null, Impact.EffectSeverity.CHANGES, presentName + " is no longer refreshed")
                        : null;
            default -> new AffectedColumns(object, null, Impact.EffectSeverity.TOUCHES);
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
        return catalog.table(object.database(), object.name())
                .flatMap(table -> table.column(column))
                .map(Column::type)
                .orElse(null);
    }

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

    /** Adds the statements that write the affected columns. */
    private void addEffectsOnWriters(AffectedColumns affectedColumns, Map<ObjectName, Impact.Effect> effectByReader) {
        for (Reader writer : formerGraph.findWriters(affectedColumns.object())) {
            if (writer.kind() != Reader.Kind.MIGRATION
                    && writesAffectedColumn(writer, affectedColumns)
                    && !isRemoved(writer)) {
                String failure = describeFailure(writer);
                addEffect(
                        new Impact.Effect(
                                failure.isEmpty() ? Impact.EffectSeverity.TOUCHES : Impact.EffectSeverity.BREAKS,
                                writer,
                                Collections.emptySortedSet(),
                                appliedRenames.presentName(affectedColumns.object()),
                                failure.isEmpty()
                                        ? "it writes " + appliedRenames.presentName(affectedColumns.object())
                                        : failure),
                        effectByReader);
            }
        }
    }

    private static boolean writesAffectedColumn(Reader reader, AffectedColumns affectedColumns) {
        return reader.isWriter()
                && reader.target().equals(affectedColumns.object())
                && (affectedColumns.columns() == null
                        || reader.lineage().outputs().stream()
                                .anyMatch(output -> affectedColumns.contains(output.name())));
    }

    private void addEffectsOnReaders(
            AffectedColumns directlyAffectedColumns, Map<ObjectName, Impact.Effect> effectByReader) {
        Deque<AffectedColumns> pendingColumns = new ArrayDeque<>(List.of(directlyAffectedColumns));
        Set<ObjectName> readersWithAffectedRows = new HashSet<>();
        while (!pendingColumns.isEmpty()) {
            AffectedColumns affectedColumns = pendingColumns.remove();
            for (Reader reader : formerGraph.findReaders(affectedColumns.object())) {
                if (reader.kind() == Reader.Kind.MIGRATION || isRemoved(reader)) {
                    continue;
                }
                ColumnUses uses = ColumnUses.of(reader, affectedColumns);
                if (uses.hasAnyUse()) {
                    Impact.Effect effect = determineEffect(reader, uses, affectedColumns);
                    boolean isFirstRowEffect = uses.affectsRows() && readersWithAffectedRows.add(reader.name());
                    boolean stopsPropagation = redefinedObjects.contains(reader.name())
                            || (readersFollowingRename.contains(reader.name())
                                    && effect.severity() == Impact.EffectSeverity.TOUCHES);
                    if ((addEffect(effect, effectByReader) || isFirstRowEffect) && !stopsPropagation) {
                        deriveAffectedColumns(effect, uses).ifPresent(pendingColumns::add);
                    }
                }
            }
        }
    }

    /**
     * The uses of the affected columns by a reader.
     *
     * @param columns the columns of the result that are derived from the affected columns
     * @param affectsRows whether the affected columns decide about the rows of the result
     */
    private record ColumnUses(SortedSet<String> columns, boolean affectsRows) {
        static ColumnUses of(Reader reader, AffectedColumns affectedColumns) {
            QueryLineage lineage = reader.lineage();
            SortedSet<String> columns = new TreeSet<>();
            for (OutputLineage output : lineage.outputs()) {
                if (affectedColumns.columns() == null
                        || output.origins().keySet().stream().anyMatch(origin -> isAffected(origin, affectedColumns))) {
                    columns.add(output.name());
                }
            }
            boolean affectsRows = affectedColumns.columns() == null
                    || lineage.influences().keySet().stream().anyMatch(origin -> isAffected(origin, affectedColumns));
            return new ColumnUses(columns, affectsRows);
        }

        boolean hasAnyUse() {
            return affectsRows || !columns.isEmpty();
        }

        private static boolean isAffected(ObjectColumn origin, AffectedColumns affectedColumns) {
            return origin.object().equals(affectedColumns.object()) && affectedColumns.contains(origin.column());
        }
    }

    private Impact.Effect determineEffect(Reader reader, ColumnUses uses, AffectedColumns affectedColumns) {
        ObjectName readObject = appliedRenames.presentName(affectedColumns.object());
        if (affectedColumns.isBreaking()
                && presentGraph.failureByReader().containsKey(appliedRenames.presentName(reader.name()))) {
            return new Impact.Effect(
                    Impact.EffectSeverity.BREAKS, reader, uses.columns(), readObject, affectedColumns.reason());
        }
        String failure = describeFailure(reader);
        if (!failure.isEmpty()) {
            return new Impact.Effect(Impact.EffectSeverity.BREAKS, reader, uses.columns(), readObject, failure);
        }
        if (redefinedObjects.contains(reader.name())) {
            return new Impact.Effect(
                    Impact.EffectSeverity.TOUCHES, reader, uses.columns(), readObject, "it is redefined");
        }
        if (affectedColumns.isBreaking()) {
            return new Impact.Effect(
                    Impact.EffectSeverity.BREAKS, reader, uses.columns(), readObject, affectedColumns.reason());
        }
        String typeChanges =
                affectedColumns.severity() == Impact.EffectSeverity.TOUCHES ? "" : describeTypeChanges(reader, uses);
        String nameChanges = describeNameChanges(reader, uses);
        if (!nameChanges.isEmpty()) {
            return new Impact.Effect(
                    Impact.EffectSeverity.CHANGES,
                    reader,
                    uses.columns(),
                    readObject,
                    typeChanges.isEmpty() ? nameChanges : nameChanges + ", " + typeChanges);
        }
        String reason = affectedColumns.reason().isEmpty() && readersFollowingRename.contains(reader.name())
                ? "it follows the rename"
                : affectedColumns.reason();
        return new Impact.Effect(
                affectedColumns.severity(),
                reader,
                uses.columns(),
                readObject,
                typeChanges.isEmpty() ? reason : typeChanges);
    }

    /**
     * Describes the name changes of columns in the result of a reader, such as a reader that selects all columns; empty
     * if no name changes.
     */
    private String describeNameChanges(Reader reader, ColumnUses uses) {
        Reader presentReader = presentGraph.readers().get(appliedRenames.presentName(reader.name()));
        List<OutputLineage> outputs = reader.lineage().outputs();
        if (presentReader == null || presentReader.lineage().outputs().size() != outputs.size()) {
            return "";
        }
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            String oldName = outputs.get(i).name();
            String newName = presentReader.lineage().outputs().get(i).name();
            if (uses.columns().contains(oldName) && appliedRenames.isRenamedTo(outputs.get(i), newName)) {
                changes.add(oldName + " becomes " + newName);
            }
        }
        return String.join(", ", changes);
    }

    /** Describes the type changes of columns in the result of a reader; empty if no type changes. */
    private String describeTypeChanges(Reader reader, ColumnUses uses) {
        Reader presentReader = presentGraph.readers().get(appliedRenames.presentName(reader.name()));
        List<String> changes = new ArrayList<>();
        for (String column : uses.columns()) {
            Type oldType = findType(reader, column);
            Type newType = presentReader == null ? oldType : findType(presentReader, column);
            if (oldType != null && newType != null && !oldType.equals(newType)) {
                changes.add(column + " becomes " + TypeFormat.formatForShowCreate(newType) + " instead of "
                        + TypeFormat.formatForShowCreate(oldType));
            }
        }
        return String.join(", ", changes);
    }

    private static @Nullable Type findType(Reader reader, String column) {
        List<OutputLineage> outputs = reader.lineage().findOutputs(column);
        return outputs.size() == 1 ? outputs.get(0).type() : null;
    }

    /**
     * Returns the columns of the reader's target that are affected because of the effect on the reader; empty for a
     * broken statement, on which no other reader depends.
     */
    private static Optional<AffectedColumns> deriveAffectedColumns(Impact.Effect effect, ColumnUses uses) {
        Reader reader = effect.reader();
        ObjectName target = reader.target();
        if (effect.severity() != Impact.EffectSeverity.BREAKS) {
            Set<String> columns = new HashSet<>();
            uses.columns().forEach(column -> columns.add(column.toLowerCase(Locale.ROOT)));
            return Optional.of(new AffectedColumns(target, uses.affectsRows() ? null : columns, effect.severity()));
        }
        return switch (reader.kind()) {
            case VIEW ->
                Optional.of(new AffectedColumns(
                        target, null, Impact.EffectSeverity.BREAKS, "it reads " + target + ", which breaks"));
            case MATERIALIZED_VIEW, SNAPSHOT_TABLE, TASK ->
                Optional.of(new AffectedColumns(
                        target, null, Impact.EffectSeverity.CHANGES, target + " is no longer refreshed"));
            case STATEMENT, MIGRATION -> Optional.empty();
        };
    }

    /**
     * Adds an effect, or merges it with the known effect on the same reader. Returns whether the effect is the first
     * one on the reader, is more severe than the known effect, or affects additional columns.
     */
    private static boolean addEffect(Impact.Effect effect, Map<ObjectName, Impact.Effect> effectByReader) {
        ObjectName readerName = effect.reader().name();
        Impact.Effect knownEffect = effectByReader.get(readerName);
        if (knownEffect == null) {
            effectByReader.put(readerName, effect);
            return true;
        }
        SortedSet<String> columns = new TreeSet<>(knownEffect.columns());
        boolean hasNewColumns = columns.addAll(effect.columns());
        boolean isMoreSevere = effect.severity().compareTo(knownEffect.severity()) > 0;
        Impact.Effect moreSevereEffect = isMoreSevere ? effect : knownEffect;
        effectByReader.put(
                readerName,
                new Impact.Effect(
                        moreSevereEffect.severity(),
                        moreSevereEffect.reader(),
                        columns,
                        moreSevereEffect.readObject(),
                        moreSevereEffect.reason()));
        return hasNewColumns || isMoreSevere;
    }

    /** Returns why a reader fails after the changes; empty if it does not fail, or if a recorded change breaks it. */
    private String describeFailure(Reader reader) {
        if (brokenReaders.contains(reader.name())) {
            return "";
        }
        ObjectName presentName = appliedRenames.presentName(reader.name());
        String refusalDetail = presentGraph.failureByReader().getOrDefault(presentName, "");
        if (reader.kind() != Reader.Kind.MATERIALIZED_VIEW || isInactive(formerGraph.catalog(), reader.name())) {
            return refusalDetail;
        }
        return findMaterializedView(presentGraph.catalog(), presentName)
                .map(MaterializedView::inactiveReason)
                .map(reason -> "it becomes inactive: " + reason)
                .orElse(refusalDetail);
    }

    private boolean isRemoved(Reader reader) {
        ObjectName presentName = appliedRenames.presentName(reader.name());
        return !presentGraph.readers().containsKey(presentName)
                && !presentGraph.failureByReader().containsKey(presentName);
    }

    private static boolean isInactive(Catalog catalog, ObjectName name) {
        return findMaterializedView(catalog, name)
                .filter(view -> !view.isActive())
                .isPresent();
    }

    private static Optional<MaterializedView> findMaterializedView(Catalog catalog, ObjectName name) {
        return catalog.materializedView(name.database(), name.name());
    }
}
