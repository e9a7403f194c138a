package dev.cairn.processor.check.value;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.engine.advice.QueryWarning;
import dev.cairn.engine.advice.ValuePropagation;
import dev.cairn.engine.advice.ValueWarningFinder;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.WrittenSql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import java.util.List;

/**
 * Warns about values that no row can have, in SQL that a declaration contains: the query of a view, the condition of a
 * data test, the expression of a generated column.
 *
 * @param writtenText the SQL, to which the spans of the bindings refer
 * @param place the place of the annotation's value
 */
public record ValueWarningCheck(EnumColumns enumColumns, WrittenSql writtenText, Place place, Findings findings)
        implements EnumUseCheck.CheckContext {
    /** Adds the warnings about all expressions that the bindings contain. */
    public void check(Bindings bindings) {
        new EnumUseCheck(bindings, enumColumns, this).check();
        for (QueryWarning warning : ValueWarningFinder.findWarnings(bindings, this::sourceText)) {
            addWithExcerpt(new Finding(warning.rule(), place, warning.text()), warning.span());
        }
    }

    /** Warns if the only output of a query may be a constant that the enum of the column does not have. */
    public void checkOutput(BoundQuery boundQuery, JavaType.Enumeration columnEnum, String columnName) {
        EnumUseCheck enumUseCheck = new EnumUseCheck(boundQuery.bindings(), enumColumns, this);
        String quotedColumn = "'" + columnName + "'";
        ValuePropagation propagation = new ValuePropagation(boundQuery.bindings());
        for (PossibleConstants possibleConstants :
                PossibleConstants.of(enumColumns, propagation.findOutputValues(boundQuery.query(), 0))) {
            List<String> missingConstants = columnEnum.findUnknownConstants(possibleConstants.constants());
            Expression expression = possibleConstants.writtenExpression();
            JavaType.Enumeration otherEnum = possibleConstants.sourceEnum();
            if (expression == null) {
                continue;
            }
            if (otherEnum != null) {
                enumUseCheck.reportMissingConstants(
                        quotedColumn, columnEnum, expression.span(), otherEnum, missingConstants);
            } else if (!missingConstants.isEmpty()) {
                enumUseCheck.reportUnknownConstant(
                        quotedColumn, columnEnum, expression.span(), missingConstants.get(0));
            }
        }
    }

    @Override
    public String sourceText(Span span) {
        return writtenText.sourceText(span);
    }

    @Override
    public void addFinding(Span span, CompileRule rule, Object... arguments) {
        addWithExcerpt(Finding.of(rule, place, arguments), span);
    }

    private void addWithExcerpt(Finding finding, Span span) {
        findings.add(finding.withExcerpt(writtenText.renderExcerpt(span)));
    }
}
