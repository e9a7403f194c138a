package dev.cairn.processor.check;

import dev.cairn.engine.advice.QueryAdviceRule;
import dev.cairn.engine.advice.QueryWarning;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.function.Function;

/** The engine's advice about a query, as findings. */
public record AdviceFindings(List<QueryWarning> warnings) {
    /** Adds all of them at one place, each with an excerpt of the query. */
    void addTo(Findings findings, Place place, Function<Span, String> excerpt) {
        for (QueryWarning warning : warnings) {
            findings.addWith(
                    excerpt.apply(warning.at()), code(warning.rule()), place, warning.message(), warning.remedy());
        }
    }

    /** Returns the code of an advice. */
    public static FindingCode code(QueryAdviceRule rule) {
        return switch (rule) {
            case PARTITIONS_UNFILTERED -> FindingCode.ALL_PARTITIONS;
            case PARTITION_COLUMN_HIDDEN, SORT_COLUMN_HIDDEN -> FindingCode.HIDDEN_COLUMN;
            case PARTITION_COLUMN_CAST, SORT_COLUMN_CAST -> FindingCode.CAST_COLUMN;
            case CARTESIAN_JOIN -> FindingCode.CARTESIAN_JOIN;
            case DISTINCT_OF_KEY, DISTINCT_OF_GROUPS -> FindingCode.SUPERFLUOUS_DISTINCT;
            case NULL_COMPARED -> FindingCode.NULL_COMPARISON;
            case LITERAL_TOO_LONG -> FindingCode.LITERAL_LENGTH;
            case LITERAL_INVALID -> FindingCode.LITERAL_VALUE;
            case NOT_IN_NULLABLE -> FindingCode.NOT_IN_NULL;
            case TEXT_NUMBER_JOIN -> FindingCode.TEXT_NUMBER_JOIN;
            case SEVERAL_ROWS, SEVERAL_ROWS_OF_KEY -> FindingCode.SEVERAL_ROWS;
            case PAGE_WITHOUT_ORDER -> FindingCode.UNSTABLE_PAGE;
            case ORDER_BY_WITHOUT_LIMIT -> FindingCode.UNLIMITED_ORDER;
        };
    }
}
