package dev.cairn.processor.read;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.read.annotation.SqlNameReader;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.processor.read.column.RecordColumns.ComponentIndex;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import java.util.ArrayList;
import java.util.List;

/** Reads the indexes of the record, and then the indexes of its components. */
final class IndexReader {
    private final Findings findings;
    private final SqlNameReader nameReader;

    IndexReader(Findings findings) {
        this.findings = findings;
        this.nameReader = new SqlNameReader(findings);
    }

    List<IndexDefinition> readIndexes(List<WrittenAnnotation> recordIndexes, List<ComponentIndex> componentIndexes) {
        List<IndexDefinition> indexes = new ArrayList<>();
        for (WrittenAnnotation indexAnnotation : recordIndexes) {
            List<Name> columnNames = readColumnNames(indexAnnotation, "");
            if (columnNames.isEmpty()) {
                findings.add(CompileRule.INCOMPLETE, indexAnnotation.place(), "@Index on a record", "columns = \"…\"");
            } else {
                indexes.add(readIndex(indexAnnotation, columnNames));
            }
        }
        for (ComponentIndex componentIndex : componentIndexes) {
            List<Name> columnNames = readColumnNames(componentIndex.annotation(), componentIndex.prefix());
            Name componentColumnName = Name.of(
                    componentIndex.defaultColumnName(),
                    componentIndex.annotation().place().span());
            indexes.add(readIndex(
                    componentIndex.annotation(), columnNames.isEmpty() ? List.of(componentColumnName) : columnNames));
        }
        return indexes;
    }

    private List<Name> readColumnNames(WrittenAnnotation indexAnnotation, String prefix) {
        return indexAnnotation.texts("columns").stream()
                .map(text -> nameReader.readName(new WrittenAnnotation.Text(prefix + text.text(), text.place())))
                .toList();
    }

    private IndexDefinition readIndex(WrittenAnnotation indexAnnotation, List<Name> columnNames) {
        return new IndexDefinition(
                nameReader.readName(indexAnnotation.requireText("name")),
                columnNames,
                indexAnnotation.constantOrDefault("using", IndexDefinition.Kind.class, IndexDefinition.Kind.BITMAP),
                ClauseReader.readProperties(indexAnnotation.annotations("properties"), findings),
                indexAnnotation.findNonEmptyContent("comment"),
                indexAnnotation.place().span());
    }
}
