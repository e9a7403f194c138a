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

/** Determines the effects of each change on readers, and on the readers of these readers. */
final class ImpactAnalysis {
    private final ReaderGraph before;
    private final ReaderGraph after;
    private final AppliedRenames renames;
    private final Set<ObjectName> redefinedObjects = new HashSet<>();
    private final Set<ObjectName> followingReaders = new HashSet<>();
    private final Set<ObjectName> explainedReaders = new HashSet<>();

    ImpactAnalysis(ReaderGraph before, ReaderGraph after, AppliedRenames renames) {
        this.before = before;
        this.after = after;
        this.renames = renames;
    }

    /** Whether a query only changes because of a rename. Such a query is recorded as a following reader. */
    boolean isFollowing(TouchedPart touched) {
        if (!touched.part().is(ObjectPart.Kind.QUERY)) {
            return false;
        }
        ObjectName former = renames.formerName(touched.object());
        Reader from = before.readers().get(former);
        Reader to = after.readers().get(touched.object());
        boolean follows = from != null && to != null && renames.isFollowedBy(from, to);
        if (follows) {
            followingReaders.add(former);
        }
        return follows;
    }

    /** Records the objects that are recreated or get another query. */
    void redefine(SortedSet<TouchedPart> parts) {
        for (TouchedPart touched : parts) {
            boolean renamed =
                    !renames.formerName(touched.object(), touched.part()).isEmpty();
            if (!renamed
                    && (touched.part().is(ObjectPart.Kind.QUERY)
                            || touched.part().is(ObjectPart.Kind.OBJECT))) {
                redefinedObjects.add(renames.formerName(touched.object()));
            }
        }
    }

    /** Records the readers that break because of these changes, so that no other change counts as the cause. */
    void explain(Collection<Impact.PartChange> causes) {
        for (Impact.PartChange cause : causes) {
            cause.effects().stream()
                    .filter(effect -> effect.severity() == Impact.Severity.BREAKS)
                    .forEach(effect -> explainedReaders.add(effect.reader().name()));
        }
    }

    boolean isExplained(TouchedPart touched) {
        return explainedReaders.contains(renames.formerName(touched.object()));
    }

    /** Whether the order of columns changed only because other columns were added or dropped. */
    boolean isConsequence(TouchedPart touched) {
        if (!touched.part().is(ObjectPart.Kind.COLUMN_ORDER)) {
            return false;
        }
        List<String> from = findColumns(renames.alignedCatalog(), touched.object());
        List<String> to = findColumns(after.catalog(), touched.object());
        List<String> kept = new ArrayList<>(from);
        kept.retainAll(to);
        to.retainAll(from);
        return kept.equals(to);
    }

    private static List<String> findColumns(Catalog catalog, ObjectName object) {
        List<String> columns = new ArrayList<>();
        SchemaObject.find(catalog, object)
                .ifPresent(foundObject ->
                        foundObject.columns().forEach(name -> columns.add(name.toLowerCase(Locale.ROOT))));
        return columns;
    }

    /**
     * Columns that are affected.
     *
     * @param object the object under its former name
     * @param columns null for the whole object
     * @param breaking whether each query that reads the object is refused
     * @param reason why its readers are affected; empty for the change itself
     */
    private record AffectedColumns(
            ObjectName object,
            @Nullable Set<String> columns,
            Impact.Severity severity,
            boolean breaking,
            String reason) {
        boolean isOf(String column) {
            return columns == null || columns.contains(column.toLowerCase(Locale.ROOT));
        }
    }

    Impact.PartChange analyseChange(TouchedPart touched) {
        ObjectName object = touched.object();
        ObjectPart part = touched.part();
        String renamedFrom = renames.formerName(object, part);
        String from = formerText(object, part, renamedFrom);
        String to = partText(after.catalog(), object, part);
        Map<ObjectName, Impact.Effect> effects = new LinkedHashMap<>();
        AffectedColumns firstAffected = renamedFrom.isEmpty()
                ? firstAffectedColumns(object, part, from, to)
                : ofRename(object, part, renamedFrom);
        if (firstAffected != null) {
            if (!part.is(ObjectPart.Kind.ROWS)) {
                addWriters(firstAffected, effects);
            }
            followReaders(firstAffected, effects);
        }
        if (!renamedFrom.isEmpty()) {
            addFollowers(object, part, effects);
        }
        boolean isPhysical = Impact.PHYSICAL.contains(part.kind())
                && firstAffected != null
                && firstAffected.severity() == Impact.Severity.TOUCHES;
        List<Impact.Effect> allEffects = new ArrayList<>(effects.values());
        allEffects.removeIf(effect -> isPhysical && effect.severity() == Impact.Severity.TOUCHES);
        allEffects.sort((one, other) -> other.severity().compareTo(one.severity()));
        return new Impact.PartChange(object, part, renamedFrom, from, to, allEffects);
    }

    private String formerText(ObjectName object, ObjectPart part, String renamedFrom) {
        return renamedFrom.isEmpty() || !part.is(ObjectPart.Kind.COLUMN)
                ? partText(renames.alignedCatalog(), object, part)
                : partText(before.catalog(), renames.formerName(object), ObjectPart.column(renamedFrom));
    }

    private AffectedColumns ofRename(ObjectName object, ObjectPart part, String renamedFrom) {
        ObjectName former = renames.formerName(object);
        if (part.is(ObjectPart.Kind.OBJECT)) {
            return new AffectedColumns(former, null, Impact.Severity.TOUCHES, false, "");
        }
        boolean sameType = Objects.equals(
                findType(before.catalog(), former, renamedFrom), findType(after.catalog(), object, part.name()));
        return new AffectedColumns(
                former, Set.of(renamedFrom), sameType ? Impact.Severity.TOUCHES : Impact.Severity.CHANGES, false, "");
    }

    /** Adds the statements that already use the new name, and that were invalid before. */
    private void addFollowers(ObjectName object, ObjectPart part, Map<ObjectName, Impact.Effect> effects) {
        AffectedColumns renamed = new AffectedColumns(
                object,
                part.is(ObjectPart.Kind.OBJECT) ? null : Set.of(part.name()),
                Impact.Severity.TOUCHES,
                false,
                "it has the new name");
        for (Reader reader : after.readers().values()) {
            ColumnUses uses = ColumnUses.of(reader, renamed);
            boolean reads = reader.lineage().bases().contains(object) && uses.hasAny();
            if ((reads || isWriter(reader, renamed))
                    && reader.kind() != Reader.Kind.MIGRATION
                    && before.unreadableQueries().containsKey(reader.name())) {
                addEffect(
                        new Impact.Effect(
                                Impact.Severity.TOUCHES,
                                reader,
                                reads ? uses.columns() : Collections.emptySortedSet(),
                                object,
                                renamed.reason()),
                        effects);
            }
        }
    }

    /** Returns the columns that a change of a part affects directly; null if no reader can have read them. */
    private @Nullable AffectedColumns firstAffectedColumns(
            ObjectName present, ObjectPart part, String from, String to) {
        ObjectName object = renames.formerName(present);
        return switch (part.kind()) {
            case OBJECT ->
                from.isEmpty() ? null : new AffectedColumns(object, null, Impact.Severity.CHANGES, false, "");
            case QUERY, ROWS -> new AffectedColumns(object, null, Impact.Severity.CHANGES, false, "");
            case COLUMN ->
                from.isEmpty()
                        ? null
                        : new AffectedColumns(
                                object, Set.of(part.name()), determineSeverity(present, part.name(), to), false, "");
            case PARTITION ->
                new AffectedColumns(
                        object, null, to.isEmpty() ? Impact.Severity.CHANGES : Impact.Severity.TOUCHES, false, "");
            case ACTIVITY ->
                isInactive(after.catalog(), present)
                        ? new AffectedColumns(
                                object, null, Impact.Severity.CHANGES, false, present + " is not refreshed any more")
                        : null;
            default -> new AffectedColumns(object, null, Impact.Severity.TOUCHES, false, "");
        };
    }

    private Impact.Severity determineSeverity(ObjectName object, String column, String to) {
        return to.isEmpty()
                        || !Objects.equals(
                                findType(renames.alignedCatalog(), object, column),
                                findType(after.catalog(), object, column))
                ? Impact.Severity.CHANGES
                : Impact.Severity.TOUCHES;
    }

    private static @Nullable Type findType(Catalog catalog, ObjectName object, String column) {
        return catalog.table(object.database(), object.name())
                .flatMap(table -> table.column(column))
                .map(Column::type)
                .orElse(null);
    }

    private String partText(Catalog catalog, ObjectName object, ObjectPart part) {
        Optional<SchemaObject> foundObject = SchemaObject.find(catalog, object);
        if (foundObject.isEmpty() || part.is(ObjectPart.Kind.ROWS)) {
            return foundObject.map(SchemaObject::kind).orElse("");
        }
        if (part.is(ObjectPart.Kind.OBJECT)) {
            return foundObject.get().kind();
        }
        ObjectParts.Content content =
                ObjectParts.of(after.profile(), foundObject.get()).contents().get(part);
        return content == null ? "" : content.text();
    }

    /** Adds the statements that write the affected columns. */
    private void addWriters(AffectedColumns affected, Map<ObjectName, Impact.Effect> effects) {
        for (Reader writer : before.findWriters(affected.object())) {
            if (writer.kind() != Reader.Kind.MIGRATION && isWriter(writer, affected) && !isGone(writer)) {
                String failure = describeFailure(writer);
                addEffect(
                        new Impact.Effect(
                                failure.isEmpty() ? Impact.Severity.TOUCHES : Impact.Severity.BREAKS,
                                writer,
                                Collections.emptySortedSet(),
                                renames.presentName(affected.object()),
                                failure.isEmpty() ? "it writes " + renames.presentName(affected.object()) : failure),
                        effects);
            }
        }
    }

    private static boolean isWriter(Reader reader, AffectedColumns affected) {
        return reader.writes()
                && reader.target().equals(affected.object())
                && (affected.columns() == null
                        || reader.lineage().outputs().stream().anyMatch(output -> affected.isOf(output.name())));
    }

    private void followReaders(AffectedColumns first, Map<ObjectName, Impact.Effect> effects) {
        Deque<AffectedColumns> pendingColumns = new ArrayDeque<>(List.of(first));
        Set<ObjectName> withOtherRows = new HashSet<>();
        while (!pendingColumns.isEmpty()) {
            AffectedColumns affected = pendingColumns.remove();
            for (Reader reader : before.findReaders(affected.object())) {
                if (reader.kind() == Reader.Kind.MIGRATION || isGone(reader)) {
                    continue;
                }
                ColumnUses uses = ColumnUses.of(reader, affected);
                if (uses.hasAny()) {
                    Impact.Effect effect = determineEffect(reader, uses, affected);
                    boolean affectsMoreRows = uses.affectsRows() && withOtherRows.add(reader.name());
                    boolean isEnd = redefinedObjects.contains(reader.name())
                            || (followingReaders.contains(reader.name())
                                    && effect.severity() == Impact.Severity.TOUCHES);
                    if ((addEffect(effect, effects) || affectsMoreRows) && !isEnd) {
                        nextAffectedColumns(effect, uses).ifPresent(pendingColumns::add);
                    }
                }
            }
        }
    }

    /**
     * The uses of the affected columns by a reader.
     *
     * @param columns the columns of its result that are derived from them
     * @param affectsRows whether the affected columns decide about the rows of its result
     */
    private record ColumnUses(SortedSet<String> columns, boolean affectsRows, boolean hasAny) {
        static ColumnUses of(Reader reader, AffectedColumns affected) {
            QueryLineage lineage = reader.lineage();
            SortedSet<String> columns = new TreeSet<>();
            for (OutputLineage output : lineage.outputs()) {
                if (affected.columns() == null
                        || output.origins().keySet().stream().anyMatch(origin -> isAffected(origin, affected))) {
                    columns.add(output.name());
                }
            }
            boolean rows = affected.columns() == null
                    || lineage.influences().keySet().stream().anyMatch(origin -> isAffected(origin, affected));
            return new ColumnUses(columns, rows, rows || !columns.isEmpty());
        }

        private static boolean isAffected(ObjectColumn origin, AffectedColumns affected) {
            return origin.object().equals(affected.object()) && affected.isOf(origin.column());
        }
    }

    private Impact.Effect determineEffect(Reader reader, ColumnUses uses, AffectedColumns affected) {
        ObjectName through = renames.presentName(affected.object());
        if (affected.breaking() && after.unreadableQueries().containsKey(renames.presentName(reader.name()))) {
            return new Impact.Effect(Impact.Severity.BREAKS, reader, uses.columns(), through, affected.reason());
        }
        String failure = describeFailure(reader);
        if (!failure.isEmpty()) {
            return new Impact.Effect(Impact.Severity.BREAKS, reader, uses.columns(), through, failure);
        }
        if (redefinedObjects.contains(reader.name())) {
            return new Impact.Effect(Impact.Severity.TOUCHES, reader, uses.columns(), through, "it is redefined");
        }
        if (affected.breaking()) {
            return new Impact.Effect(Impact.Severity.BREAKS, reader, uses.columns(), through, affected.reason());
        }
        String types = affected.severity() == Impact.Severity.TOUCHES ? "" : describeTypeChanges(reader, uses);
        String names = describeNameChanges(reader, uses);
        if (!names.isEmpty()) {
            return new Impact.Effect(
                    Impact.Severity.CHANGES,
                    reader,
                    uses.columns(),
                    through,
                    types.isEmpty() ? names : names + ", " + types);
        }
        String reason = affected.reason().isEmpty() && followingReaders.contains(reader.name())
                ? "it follows the rename"
                : affected.reason();
        return new Impact.Effect(
                affected.severity(), reader, uses.columns(), through, types.isEmpty() ? reason : types);
    }

    /** Returns the columns whose names change in the result of a reader that selects all columns. */
    private String describeNameChanges(Reader reader, ColumnUses uses) {
        Reader laterReader = after.readers().get(renames.presentName(reader.name()));
        List<OutputLineage> outputs = reader.lineage().outputs();
        if (laterReader == null || laterReader.lineage().outputs().size() != outputs.size()) {
            return "";
        }
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            String oldName = outputs.get(i).name();
            String newName = laterReader.lineage().outputs().get(i).name();
            if (uses.columns().contains(oldName) && renames.isRenamed(outputs.get(i), newName)) {
                changes.add(oldName + " becomes " + newName);
            }
        }
        return String.join(", ", changes);
    }

    /** Returns the types that change in the result of a reader. */
    private String describeTypeChanges(Reader reader, ColumnUses uses) {
        Reader laterReader = after.readers().get(renames.presentName(reader.name()));
        List<String> changes = new ArrayList<>();
        for (String column : uses.columns()) {
            Type oldType = findType(reader, column);
            Type newType = laterReader == null ? oldType : findType(laterReader, column);
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

    /** Returns the columns that are affected because of the effect on a reader. */
    private static Optional<AffectedColumns> nextAffectedColumns(Impact.Effect effect, ColumnUses uses) {
        Reader reader = effect.reader();
        ObjectName target = reader.target();
        if (effect.severity() != Impact.Severity.BREAKS) {
            Set<String> columns = new HashSet<>();
            uses.columns().forEach(column -> columns.add(column.toLowerCase(Locale.ROOT)));
            return Optional.of(
                    new AffectedColumns(target, uses.affectsRows() ? null : columns, effect.severity(), false, ""));
        }
        return switch (reader.kind()) {
            case VIEW ->
                Optional.of(new AffectedColumns(
                        target, null, Impact.Severity.BREAKS, true, "it reads " + target + ", which breaks"));
            case MATERIALIZED_VIEW, SNAPSHOT_TABLE ->
                Optional.of(new AffectedColumns(
                        target, null, Impact.Severity.CHANGES, false, target + " is not refreshed any more"));
            case STATEMENT, MIGRATION -> Optional.empty();
        };
    }

    /** Adds an effect; returns whether it is more severe than the known effect on the reader, or has more columns. */
    private static boolean addEffect(Impact.Effect effect, Map<ObjectName, Impact.Effect> effects) {
        ObjectName name = effect.reader().name();
        Impact.Effect knownEffect = effects.get(name);
        if (knownEffect == null) {
            effects.put(name, effect);
            return true;
        }
        SortedSet<String> columns = new TreeSet<>(knownEffect.columns());
        boolean more = columns.addAll(effect.columns());
        boolean worse = effect.severity().compareTo(knownEffect.severity()) > 0;
        Impact.Effect worst = worse ? effect : knownEffect;
        effects.put(
                name, new Impact.Effect(worst.severity(), worst.reader(), columns, worst.through(), worst.reason()));
        return more || worse;
    }

    /** Returns why a reader fails after the changes; empty if it does not fail. */
    private String describeFailure(Reader reader) {
        if (explainedReaders.contains(reader.name())) {
            return "";
        }
        ObjectName present = renames.presentName(reader.name());
        String refusal = after.unreadableQueries().getOrDefault(present, "");
        if (reader.kind() != Reader.Kind.MATERIALIZED_VIEW || isInactive(before.catalog(), reader.name())) {
            return refusal;
        }
        return findView(after.catalog(), present)
                .map(MaterializedView::inactiveReason)
                .map(reason -> "it becomes inactive: " + reason)
                .orElse(refusal);
    }

    private boolean isGone(Reader reader) {
        ObjectName present = renames.presentName(reader.name());
        return !after.readers().containsKey(present)
                && !after.unreadableQueries().containsKey(present);
    }

    private static boolean isInactive(Catalog catalog, ObjectName name) {
        return findView(catalog, name).filter(view -> !view.isActive()).isPresent();
    }

    private static Optional<MaterializedView> findView(Catalog catalog, ObjectName name) {
        return catalog.database(name.database()).flatMap(database -> database.materializedView(name.name()));
    }
}
