package dev.cairn.processor.check.value;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.engine.advice.QueryAdvice;
import dev.cairn.engine.advice.QueryAdviceRule;
import dev.cairn.engine.advice.QueryWarning;
import dev.cairn.engine.advice.ValuePropagation;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.LineAndColumn;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import java.util.List;

/**
 * Warns about values that no row can have, in SQL that a declaration contains: the query of a view, the condition of a data test, the
 * expression of a generated column.
 *
 * @param written the SQL
 * @param start where it begins in the text that was analysed
 * @param place that of the annotation's value
 */
public record ValueWarnings(EnumColumns enums, String written, int start, Place place, Findings findings)
        implements EnumUseCheck.CheckedText {
    public void check(Bindings bindings) {
        new EnumUseCheck(bindings, enums, this).check();
        for (QueryWarning warning : QueryAdvice.ofValues(bindings, this::words)) {
            add(warning.at(), code(warning.rule()), warning.message(), warning.remedy());
        }
    }

    /** Warns about constants that the only output of a query can have, and the enum of the column that stores it has not. */
    public void checkOutput(BoundQuery bound, JavaType.Enumeration type, String column) {
        ValuePropagation values = new ValuePropagation(bound.bindings());
        for (PossibleConstants possible : PossibleConstants.of(enums, values.ofOutput(bound.query(), 0))) {
            List<String> missing = possible.missingFrom(type);
            Expression part = possible.written();
            JavaType.Enumeration other = possible.type();
            if (missing.isEmpty() || part == null) {
                continue;
            }
            if (other == null) {
                String suggestion = Suggestion.ending(missing.get(0), type.constants());
                add(
                        part.span(),
                        FindingCode.UNKNOWN_CONSTANT,
                        missing.get(0),
                        type.text(),
                        "'" + column + "'",
                        suggestion);
            } else {
                add(
                        part.span(),
                        FindingCode.OTHER_ENUM,
                        "'" + words(part.span()) + "'",
                        other.text(),
                        "'" + column + "'",
                        type.text(),
                        String.join(", ", missing));
            }
        }
    }

    @Override
    public String words(Span at) {
        Span inside = spanInside(at);
        return written.substring(inside.offset(), inside.offset() + inside.length());
    }

    @Override
    public void add(Span at, FindingCode code, Object... arguments) {
        findings.addWith(LineAndColumn.show(written, spanInside(at)), code, place, arguments);
    }

    private Span spanInside(Span at) {
        int from = Math.max(0, Math.min(at.offset() - start, written.length()));
        int to = Math.max(from, Math.min(at.offset() + at.length() - start, written.length()));
        return new Span(1, 1, from, to - from);
    }

    /** Returns the code of a warning. */
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
            case SEVERAL_ROWS, SEVERAL_ROWS_OF_KEY, SEVERAL_ROWS_OF_SUBQUERY -> FindingCode.SEVERAL_ROWS;
            case RECURSIVE_QUERY -> FindingCode.RECURSIVE_QUERY;
            case DATE_CALCULATION -> FindingCode.DATE_CALCULATION;
            case TEXTS_IN_OR -> FindingCode.TEXTS_IN_OR;
            case ELEMENT_BEFORE_FIRST -> FindingCode.ARRAY_INDEX;
            case NULLABLE_STORED -> FindingCode.NULLABLE_VALUE;
            case VALUE_NARROWED -> FindingCode.NARROWED_VALUE;
            case PAGE_WITHOUT_ORDER -> FindingCode.UNSTABLE_PAGE;
            case ORDER_BY_WITHOUT_LIMIT -> FindingCode.UNLIMITED_ORDER;
        };
    }
}
