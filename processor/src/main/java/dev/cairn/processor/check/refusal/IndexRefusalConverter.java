package dev.cairn.processor.check.refusal;

import dev.cairn.engine.index.IndexRule;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import dev.cairn.sql.ast.Name;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Converts refusals of the indexes of a table into findings. */
final class IndexRefusalConverter {
    private final RefusedTable refusedTable;
    private final CheckedTable table;

    IndexRefusalConverter(RefusedTable refusedTable) {
        this.refusedTable = refusedTable;
        this.table = refusedTable.table();
    }

    /** Returns the finding for a refusal by a rule; empty if another converter or none has a message for the rule. */
    Optional<Finding> toFinding(IndexRule rule) {
        return switch (rule) {
            case INDEX_OF_SEVERAL_COLUMNS -> indexColumnsFinding();
            case INDEX_NAME_REPEATED -> repeatedIndexFinding("called", IndexDefinition::name);
            case INDEX_COLUMNS_REPEATED ->
                repeatedIndexFinding("on", index -> index.columns().get(0));
            case COLUMN_TYPE_UNSUPPORTED ->
                indexTypeFinding(
                        refusedTable.argument(0).equals("BITMAP") ? "integers, decimals, dates and texts" : "texts");
            case INDEX_ON_VALUE_COLUMN ->
                indexModelFinding("on columns of the key, or in tables with DUPLICATE KEY or PRIMARY KEY");
            case KEY_MODEL_UNSUPPORTED -> indexModelFinding("in tables with " + refusedTable.argument(1));
            case INDEX_DISABLED ->
                indexFinding(index -> Finding.of(
                        CompileRule.INDEX_SWITCH,
                        refusedTable.place(),
                        determineIndexKind(index),
                        determineIndexKind(index)));
            default -> Optional.empty();
        };
    }

    private Optional<Finding> indexFinding(Function<IndexDefinition, Finding> toIndexFinding) {
        return refusedTable.statement().indexes().stream()
                .filter(index -> refusedTable.isRefused(index.span()))
                .findFirst()
                .map(toIndexFinding);
    }

    private Optional<Finding> indexColumnsFinding() {
        return indexFinding(index -> {
            int columnCount = index.columns().size();
            return Finding.of(
                    CompileRule.INDEX_COLUMNS,
                    refusedTable.place(),
                    index.name(),
                    columnCount == 0 ? "no" : columnCount,
                    columnCount == 0 ? "name the column" : "declare an index for each of them");
        });
    }

    private Optional<Finding> repeatedIndexFinding(String connective, Function<IndexDefinition, Name> toName) {
        Set<String> seenNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        return refusedTable.statement().indexes().stream()
                .filter(index -> !seenNames.add(toName.apply(index).text()))
                .findFirst()
                .map(index -> Finding.of(
                        CompileRule.INDEX_REPEATED, Place.of(index.span()), connective, toName.apply(index)));
    }

    private Optional<Finding> indexTypeFinding(String permittedTypes) {
        return indexFinding(index -> {
            DeclaredColumn column =
                    table.findColumn(index.columns().get(0).text()).orElseThrow();
            return Finding.of(
                    CompileRule.INDEX_TYPE,
                    refusedTable.place(),
                    column.name(),
                    refusedTable.formatType(column),
                    determineIndexKind(index),
                    permittedTypes);
        });
    }

    /** Returns the kind of an index, which is BITMAP by default. */
    private static Kind determineIndexKind(IndexDefinition index) {
        return index.kind() == null ? Kind.BITMAP : index.kind();
    }

    private Optional<Finding> indexModelFinding(String permittedUse) {
        return indexFinding(index -> Finding.of(
                CompileRule.INDEX_MODEL,
                refusedTable.place(),
                determineIndexKind(index),
                index.columns().get(0),
                table.keyKeywords(),
                permittedUse));
    }
}
