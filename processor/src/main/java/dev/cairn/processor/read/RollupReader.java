package dev.cairn.processor.read;

import dev.cairn.processor.model.Findings;
import dev.cairn.processor.read.written.ColumnNames;
import dev.cairn.processor.read.written.Written;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.RollupDefinition;
import java.util.List;

/** ROLLUP. */
record RollupReader(Clauses clauses, Findings findings) {
    List<RollupDefinition> rollups(List<Written> said) {
        return said.stream().map(this::rollup).toList();
    }

    private RollupDefinition rollup(Written said) {
        ColumnNames names = new ColumnNames(findings);
        Written.Text from = said.text("from");
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
