package dev.cairn.lineage;

import dev.cairn.catalog.TypeFormat;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Assesses how severely a change affects a reader of the changed columns, and describes why, by comparing the reader
 * before and after the change.
 */
final class ReaderEffectAssessor {
    private final ReaderChanges readerChanges;
    private final ReaderGraph presentGraph;
    private final AppliedRenames appliedRenames;

    ReaderEffectAssessor(ReaderChanges readerChanges) {
        this.readerChanges = readerChanges;
        this.presentGraph = readerChanges.presentGraph();
        this.appliedRenames = readerChanges.appliedRenames();
    }

    /**
     * Returns the effect of the affected columns on a reader that uses them. A failure of the reader counts first, then
     * its redefinition, then a break of the affected columns, and last the new names and types of its result.
     */
    Impact.Effect assess(Reader reader, AffectedColumnUses uses, AffectedColumns affectedColumns) {
        if (affectedColumns.isBreaking()
                && presentGraph.failureByReader().containsKey(appliedRenames.presentName(reader.name()))) {
            return createEffect(reader, uses, affectedColumns, Impact.EffectSeverity.BREAKS, affectedColumns.reason());
        }
        String failure = readerChanges.describeFailure(reader);
        if (!failure.isEmpty()) {
            return createEffect(reader, uses, affectedColumns, Impact.EffectSeverity.BREAKS, failure);
        }
        if (readerChanges.isRedefined(reader)) {
            return createEffect(reader, uses, affectedColumns, Impact.EffectSeverity.TOUCHES, "it is redefined");
        }
        if (affectedColumns.isBreaking()) {
            return createEffect(reader, uses, affectedColumns, Impact.EffectSeverity.BREAKS, affectedColumns.reason());
        }
        String typeChanges =
                affectedColumns.severity() == Impact.EffectSeverity.TOUCHES ? "" : describeTypeChanges(reader, uses);
        String nameChanges = describeNameChanges(reader, uses);
        if (!nameChanges.isEmpty()) {
            return createEffect(
                    reader,
                    uses,
                    affectedColumns,
                    Impact.EffectSeverity.CHANGES,
                    typeChanges.isEmpty() ? nameChanges : nameChanges + ", " + typeChanges);
        }
        String reason = affectedColumns.reason().isEmpty() && readerChanges.followsRename(reader)
                ? "it follows the rename"
                : affectedColumns.reason();
        return createEffect(
                reader,
                uses,
                affectedColumns,
                affectedColumns.severity(),
                typeChanges.isEmpty() ? reason : typeChanges);
    }

    private Impact.Effect createEffect(
            Reader reader,
            AffectedColumnUses uses,
            AffectedColumns affectedColumns,
            Impact.EffectSeverity severity,
            String reason) {
        ObjectName readObject = appliedRenames.presentName(affectedColumns.object());
        return new Impact.Effect(severity, reader, uses.resultColumns(), readObject, reason);
    }

    /**
     * Describes which columns in the result of a reader get another name, for example because the reader selects all
     * columns; empty if no name changes.
     */
    private String describeNameChanges(Reader reader, AffectedColumnUses uses) {
        Reader presentReader = presentGraph.readerByName().get(appliedRenames.presentName(reader.name()));
        List<OutputLineage> outputs = reader.lineage().outputs();
        if (presentReader == null || presentReader.lineage().outputs().size() != outputs.size()) {
            return "";
        }
        List<String> descriptions = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            String oldName = outputs.get(i).name();
            String newName = presentReader.lineage().outputs().get(i).name();
            if (uses.resultColumns().contains(oldName) && appliedRenames.isRenamedTo(outputs.get(i), newName)) {
                descriptions.add(oldName + " becomes " + newName);
            }
        }
        return String.join(", ", descriptions);
    }

    /** Describes the type changes of columns in the result of a reader; empty if no type changes. */
    private String describeTypeChanges(Reader reader, AffectedColumnUses uses) {
        Reader presentReader = presentGraph.readerByName().get(appliedRenames.presentName(reader.name()));
        List<String> descriptions = new ArrayList<>();
        for (String column : uses.resultColumns()) {
            Type oldType = findType(reader, column);
            Type newType = presentReader == null ? oldType : findType(presentReader, column);
            if (oldType != null && newType != null && !oldType.equals(newType)) {
                descriptions.add(column + " becomes " + TypeFormat.formatForShowCreate(newType) + " instead of "
                        + TypeFormat.formatForShowCreate(oldType));
            }
        }
        return String.join(", ", descriptions);
    }

    private static @Nullable Type findType(Reader reader, String column) {
        List<OutputLineage> outputs = reader.lineage().findOutputs(column);
        return outputs.size() == 1 ? outputs.get(0).type() : null;
    }
}
