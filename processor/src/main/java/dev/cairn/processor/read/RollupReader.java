package dev.cairn.processor.read;

import dev.cairn.processor.model.Findings;
import dev.cairn.processor.read.written.SqlNameReader;
import dev.cairn.processor.read.written.WrittenAnnotation;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.RollupDefinition;
import java.util.List;

/** ROLLUP. */
record RollupReader(ClauseReader clauses, Findings findings) {
    List<RollupDefinition> rollups(List<WrittenAnnotation> said) {
        return said.stream().map(this::rollup).toList();
    }

    private RollupDefinition rollup(WrittenAnnotation said) {
        SqlNameReader names = new SqlNameReader(findings);
        WrittenAnnotation.Text from = said.text("from");
        Name base = from == null || from.text().isEmpty() ? null : names.name(from);
        return new RollupDefinition(
                names.name(said.required("name")),
                clauses.someNames(said, "columns"),
                clauses.names(said, "duplicateKey"),
                base,
                clauses.properties(said.annotations("properties")),
                said.place().span());
    }
}
