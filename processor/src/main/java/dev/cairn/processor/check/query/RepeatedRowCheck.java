package dev.cairn.processor.check.query;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.template.SqlTemplate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks that a statement uses the components of records only in the row of VALUES that is sent for each record. */
record RepeatedRowCheck(StatementParameters parameters, StatementFindings findings) {
    /**
     * Adds a segment that repeats the row of VALUES for each record of a collection; adds nothing if the statement has
     * no such collection. If the statement uses components of the records outside of the row, reports this and returns
     * false.
     *
     * @param change the statement; null for a query
     */
    boolean addRowTo(@Nullable DmlStatement change, StatementSegments segments) {
        List<SqlTemplate.Parameter> rowParameters = parameters.template().parameters().stream()
                .filter(parameter -> parameters.findRecordCollection(parameter).isPresent())
                .toList();
        if (rowParameters.isEmpty()) {
            return true;
        }
        boolean isSingleRow = change instanceof DmlStatement.Insert insert
                && insert.rowSource() instanceof DmlStatement.RowSource.LiteralRows literalRows
                && literalRows.rows().size() == 1;
        Optional<Span> singleRowSpan = isSingleRow ? parameters.template().findLastValuesRow() : Optional.empty();
        for (SqlTemplate.Parameter parameter : rowParameters) {
            boolean isInsideRow = singleRowSpan
                    .filter(rowSpan -> encloses(rowSpan, parameter.span()))
                    .isPresent();
            if (!isInsideRow
                    || parameter.optionalPartIndex() >= 0
                    || !parameter.name().equals(rowParameters.get(0).name())) {
                findings.addAt(
                        parameter.span(),
                        CompileRule.COLLECTION_PARAMETER,
                        parameter.path(),
                        "one for each record of '" + parameter.name()
                                + "', and only the single row of INSERT … VALUES is sent for each record of one"
                                + " collection",
                        "call the method for each record, or pass a collection of values to IN");
                return false;
            }
        }
        segments.addRepeatedRow(
                singleRowSpan.orElseThrow(), rowParameters.get(0).name());
        return true;
    }

    private static boolean encloses(Span outerSpan, Span innerSpan) {
        return innerSpan.offset() > outerSpan.offset() && innerSpan.offset() < outerSpan.endOffset();
    }
}
