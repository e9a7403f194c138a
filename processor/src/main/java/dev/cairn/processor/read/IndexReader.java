package dev.cairn.processor.read;

import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.read.column.RecordColumns.OwnIndex;
import dev.cairn.processor.read.written.SqlNameReader;
import dev.cairn.processor.read.written.WrittenAnnotation;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import dev.cairn.sql.ast.Name;
import java.util.ArrayList;
import java.util.List;

/** Indexes on the record, then those on its components. */
final class IndexReader {
    private final Findings findings;
    private final SqlNameReader names;

    IndexReader(Findings findings) {
        this.findings = findings;
        this.names = new SqlNameReader(findings);
    }

    List<IndexDefinition> indexes(List<WrittenAnnotation> onRecord, List<OwnIndex> onComponents) {
        List<IndexDefinition> indexes = new ArrayList<>();
        for (WrittenAnnotation index : onRecord) {
            List<Name> columns = columns(index, "");
            if (columns.isEmpty()) {
                findings.add(FindingCode.INCOMPLETE, index.place(), "@Index on a record", "columns = \"…\"");
            } else {
                indexes.add(index(index, columns));
            }
        }
        for (OwnIndex own : onComponents) {
            List<Name> columns = columns(own.annotation(), own.prefix());
            Name itself = new Name(own.column(), true, own.annotation().place().span());
            indexes.add(index(own.annotation(), columns.isEmpty() ? List.of(itself) : columns));
        }
        return indexes;
    }

    private List<Name> columns(WrittenAnnotation index, String prefix) {
        return index.texts("columns").stream()
                .map(text -> names.name(new WrittenAnnotation.Text(prefix + text.text(), text.place())))
                .toList();
    }

    private IndexDefinition index(WrittenAnnotation index, List<Name> columns) {
        Kind kind = index.constant("using").map(Kind::valueOf).orElse(Kind.BITMAP);
        WrittenAnnotation.Text comment = index.text("comment");
        return new IndexDefinition(
                names.name(index.required("name")),
                columns,
                kind,
                ClauseReader.properties(index.annotations("properties"), findings),
                comment == null || comment.text().isEmpty() ? null : comment.text(),
                index.place().span());
    }
}
