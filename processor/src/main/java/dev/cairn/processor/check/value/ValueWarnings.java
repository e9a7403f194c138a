package dev.cairn.processor.check.value;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.engine.advice.QueryAdvice;
import dev.cairn.engine.advice.QueryWarning;
import dev.cairn.engine.advice.ValuePropagation;
import dev.cairn.processor.model.Finding;
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
 * @param writtenText the SQL
 * @param start the offset at which the SQL begins in the analysed text
 * @param place the place of the annotation's value
 */
public record ValueWarnings(EnumColumns enums, String writtenText, int start, Place place, Findings findings)
        implements EnumUseCheck.CheckedText {
    public void check(Bindings bindings) {
        new EnumUseCheck(bindings, enums, this).check();
        for (QueryWarning warning : QueryAdvice.findValueWarnings(bindings, this::sourceText)) {
            addWithExcerpt(new Finding(warning.rule(), place, warning.text()), warning.span());
        }
    }

    /** Warns about possible constants of the only output of a query that the enum of the column lacks. */
    public void checkOutput(BoundQuery bound, JavaType.Enumeration type, String column) {
        ValuePropagation values = new ValuePropagation(bound.bindings());
        for (PossibleConstants possible : PossibleConstants.of(enums, values.findOutputValues(bound.query(), 0))) {
            List<String> missing = possible.missingFrom(type);
            Expression part = possible.writtenExpression();
            JavaType.Enumeration other = possible.type();
            if (missing.isEmpty() || part == null) {
                continue;
            }
            if (other == null) {
                String suggestion = Suggestion.ending(missing.get(0), type.constants());
                addFinding(
                        part.span(),
                        FindingCode.UNKNOWN_CONSTANT,
                        missing.get(0),
                        type.text(),
                        "'" + column + "'",
                        suggestion);
            } else {
                addFinding(
                        part.span(),
                        FindingCode.OTHER_ENUM,
                        "'" + sourceText(part.span()) + "'",
                        other.text(),
                        "'" + column + "'",
                        type.text(),
                        String.join(", ", missing));
            }
        }
    }

    @Override
    public String sourceText(Span span) {
        Span inside = spanInside(span);
        return writtenText.substring(inside.offset(), inside.offset() + inside.length());
    }

    @Override
    public void addFinding(Span span, FindingCode code, Object... arguments) {
        addWithExcerpt(Finding.of(code, place, arguments), span);
    }

    private void addWithExcerpt(Finding finding, Span span) {
        findings.add(finding.withLines(LineAndColumn.renderExcerpt(writtenText, spanInside(span))));
    }

    private Span spanInside(Span span) {
        int startOffset = Math.max(0, Math.min(span.offset() - start, writtenText.length()));
        int endOffset = Math.max(startOffset, Math.min(span.offset() + span.length() - start, writtenText.length()));
        return new Span(1, 1, startOffset, endOffset - startOffset);
    }
}
