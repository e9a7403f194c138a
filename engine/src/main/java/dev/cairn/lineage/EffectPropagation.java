package dev.cairn.lineage;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The effects of one change, which spread from the affected columns to their direct and indirect readers. */
final class EffectPropagation {
    private final ReaderChanges readerChanges;
    private final ReaderGraph formerGraph;
    private final ReaderGraph presentGraph;
    private final AppliedRenames appliedRenames;
    private final ReaderEffectAssessor readerEffectAssessor;
    private final Map<ObjectName, Impact.Effect> effectByReader = new LinkedHashMap<>();

    EffectPropagation(ReaderChanges readerChanges) {
        this.readerChanges = readerChanges;
        this.formerGraph = readerChanges.formerGraph();
        this.presentGraph = readerChanges.presentGraph();
        this.appliedRenames = readerChanges.appliedRenames();
        this.readerEffectAssessor = new ReaderEffectAssessor(readerChanges);
    }

    /** Returns the most severe effect on each reader. */
    Collection<Impact.Effect> effects() {
        return effectByReader.values();
    }

    /** Adds the statements that already use the new name, and that were invalid before. */
    void addEffectsOfNewName(ObjectName object, ObjectPart part) {
        AffectedColumns renamedColumns = new AffectedColumns(
                object,
                part.hasKind(ObjectPart.Kind.OBJECT) ? null : Set.of(part.name()),
                Impact.EffectSeverity.TOUCHES,
                "it has the new name");
        for (Reader reader : presentGraph.readerByName().values()) {
            AffectedColumnUses uses = AffectedColumnUses.of(reader, renamedColumns);
            boolean isReader = reader.lineage().bases().contains(object) && uses.hasAnyUse();
            if ((isReader || writesAffectedColumn(reader, renamedColumns))
                    && reader.kind() != Reader.Kind.MIGRATION
                    && formerGraph.failureByReader().containsKey(reader.name())) {
                addEffect(new Impact.Effect(
                        Impact.EffectSeverity.TOUCHES,
                        reader,
                        isReader ? uses.resultColumns() : Collections.emptySortedSet(),
                        object,
                        renamedColumns.reason()));
            }
        }
    }

    /** Adds the statements that write the affected columns. */
    void addEffectsOnWriters(AffectedColumns affectedColumns) {
        for (Reader writer : formerGraph.findWriters(affectedColumns.object())) {
            if (writer.kind() != Reader.Kind.MIGRATION
                    && writesAffectedColumn(writer, affectedColumns)
                    && !readerChanges.isRemoved(writer)) {
                String failure = readerChanges.describeFailure(writer);
                addEffect(new Impact.Effect(
                        failure.isEmpty() ? Impact.EffectSeverity.TOUCHES : Impact.EffectSeverity.BREAKS,
                        writer,
                        Collections.emptySortedSet(),
                        appliedRenames.presentName(affectedColumns.object()),
                        failure.isEmpty()
                                ? "it writes " + appliedRenames.presentName(affectedColumns.object())
                                : failure));
            }
        }
    }

    private static boolean writesAffectedColumn(Reader reader, AffectedColumns affectedColumns) {
        return reader.isWriter()
                && reader.target().equals(affectedColumns.object())
                && (affectedColumns.isWholeObject()
                        || reader.lineage().outputs().stream()
                                .anyMatch(output -> affectedColumns.contains(output.name())));
    }

    /**
     * Adds the effects on the direct and indirect readers of the columns. A reader that is redefined does not pass the
     * effect on, and neither does a reader that only follows a rename.
     */
    void addEffectsOnReaders(AffectedColumns directlyAffectedColumns) {
        Deque<AffectedColumns> pendingColumns = new ArrayDeque<>(List.of(directlyAffectedColumns));
        Set<ObjectName> readersWithAffectedRows = new HashSet<>();
        while (!pendingColumns.isEmpty()) {
            AffectedColumns affectedColumns = pendingColumns.remove();
            for (Reader reader : formerGraph.findReaders(affectedColumns.object())) {
                if (reader.kind() == Reader.Kind.MIGRATION || readerChanges.isRemoved(reader)) {
                    continue;
                }
                AffectedColumnUses uses = AffectedColumnUses.of(reader, affectedColumns);
                if (uses.hasAnyUse()) {
                    Impact.Effect effect = readerEffectAssessor.assess(reader, uses, affectedColumns);
                    boolean isFirstEffectOnRows = uses.affectsRows() && readersWithAffectedRows.add(reader.name());
                    boolean stopsPropagation = readerChanges.isRedefined(reader)
                            || (readerChanges.followsRename(reader)
                                    && effect.severity() == Impact.EffectSeverity.TOUCHES);
                    if ((addEffect(effect) || isFirstEffectOnRows) && !stopsPropagation) {
                        deriveAffectedColumns(effect, uses).ifPresent(pendingColumns::add);
                    }
                }
            }
        }
    }

    /**
     * Returns the columns of the reader's target that are affected because of the effect on the reader; empty for a
     * broken statement, on which no other reader depends.
     */
    private static Optional<AffectedColumns> deriveAffectedColumns(Impact.Effect effect, AffectedColumnUses uses) {
        Reader reader = effect.reader();
        ObjectName target = reader.target();
        if (effect.severity() != Impact.EffectSeverity.BREAKS) {
            Set<String> resultColumns = new HashSet<>();
            uses.resultColumns().forEach(column -> resultColumns.add(column.toLowerCase(Locale.ROOT)));
            return Optional.of(
                    new AffectedColumns(target, uses.affectsRows() ? null : resultColumns, effect.severity()));
        }
        return switch (reader.kind()) {
            case VIEW ->
                Optional.of(AffectedColumns.ofWholeObject(
                        target, Impact.EffectSeverity.BREAKS, "it reads " + target + ", which breaks"));
            case MATERIALIZED_VIEW, SNAPSHOT_TABLE, TASK ->
                Optional.of(AffectedColumns.ofWholeObject(
                        target, Impact.EffectSeverity.CHANGES, target + " is no longer refreshed"));
            case STATEMENT, MIGRATION -> Optional.empty();
        };
    }

    /**
     * Adds an effect, or merges it with the known effect on the same reader. Returns whether the effect is the first
     * one on the reader, is more severe than the known effect, or affects additional columns.
     */
    private boolean addEffect(Impact.Effect effect) {
        ObjectName readerName = effect.reader().name();
        Impact.Effect knownEffect = effectByReader.get(readerName);
        if (knownEffect == null) {
            effectByReader.put(readerName, effect);
            return true;
        }
        SortedSet<String> resultColumns = new TreeSet<>(knownEffect.columns());
        boolean hasNewColumns = resultColumns.addAll(effect.columns());
        boolean isMoreSevere = effect.severity().compareTo(knownEffect.severity()) > 0;
        Impact.Effect moreSevereEffect = isMoreSevere ? effect : knownEffect;
        effectByReader.put(
                readerName,
                new Impact.Effect(
                        moreSevereEffect.severity(),
                        moreSevereEffect.reader(),
                        resultColumns,
                        moreSevereEffect.readObject(),
                        moreSevereEffect.reason()));
        return hasNewColumns || isMoreSevere;
    }
}
