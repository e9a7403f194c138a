package dev.cairn.processor.check.query;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.QueryDeclaration.DeclaredRowType;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reports the differences between the columns of a query and the declared result of its method. */
final class ResultMismatchReporter {
    private final Method method;
    private final List<QueryOutput> outputs;
    private final StatementFindings findings;

    ResultMismatchReporter(Method method, List<QueryOutput> outputs, StatementFindings findings) {
        this.method = method;
        this.outputs = outputs;
        this.findings = findings;
    }

    /** Reports that a query does not have one column for each single value. */
    void reportColumnCount(List<DeclaredRowType.Scalar> scalars, String expectation) {
        QueryOutput reportedOutput = outputs.get(Math.min(scalars.size(), outputs.size() - 1));
        findings.addAt(
                reportedOutput.span(),
                CompileRule.RESULT_COLUMNS,
                method.name(),
                scalars.size() == 1 ? scalars.get(0).type().text() : "a Map",
                expectation,
                outputs.size(),
                "return a record, or select other columns");
    }

    /** Reports the columns of one select item that have the names of earlier columns of the result. */
    void reportRepeatedOutputs(List<QueryOutput> repeatedOutputs) {
        Span span = repeatedOutputs.get(0).span();
        findings.addAt(
                span,
                CompileRule.DUPLICATE_OUTPUT,
                repeatedOutputs.stream()
                        .map(output -> "'" + output.name() + "'")
                        .collect(Collectors.joining(" and ")),
                isStar(span) ? "name the columns in place of *" : "give one of them another name with AS, or omit it");
    }

    /** Returns whether a span is that of a {@code *}, which stands for several columns. */
    private boolean isStar(Span span) {
        return outputs.stream()
                        .filter(output -> output.span().offset() == span.offset())
                        .count()
                > 1;
    }

    /**
     * Reports the components without a column, and the columns without a component.
     *
     * @param surplusPositions the positions of the columns without a component
     */
    void reportUnmatched(
            DeclaredRowType.Composite row, List<DeclaredColumn> unmatchedComponents, List<Integer> surplusPositions) {
        List<String> surplusNames = surplusPositions.stream()
                .map(position -> outputs.get(position).name())
                .toList();
        boolean isLikelyRename = unmatchedComponents.size() == 1 && surplusPositions.size() == 1;
        if (!isLikelyRename
                && outputs.size() == 1
                && surplusPositions.size() == 1
                && outputs.get(0).column().type() instanceof Type.Struct) {
            findings.addAt(
                    outputs.get(0).span(),
                    CompileRule.RESULT_COLUMNS,
                    method.name(),
                    row.shape().recordName().simpleName(),
                    "a column for each of its components",
                    "a STRUCT",
                    "return a record with a component for '" + surplusNames.get(0) + "'");
            return;
        }
        for (DeclaredColumn component : unmatchedComponents) {
            Optional<String> nearestName = Suggestion.findNearest(component.name(), surplusNames);
            String candidateName = nearestName.orElse(isLikelyRename ? surplusNames.get(0) : null);
            Span span = candidateName == null
                    ? outputs.get(0).span()
                    : outputs.get(surplusPositions.get(surplusNames.indexOf(candidateName)))
                            .span();
            String remedy = candidateName == null
                    ? "; add it to the query, or remove the component"
                    : component.describeNameMismatch(candidateName);
            findings.addAt(span, CompileRule.UNMATCHED_COMPONENT, renderQualifiedName(row, component), remedy);
        }
        if (!isLikelyRename) {
            for (int position : surplusPositions) {
                findings.addAt(
                        outputs.get(position).span(),
                        CompileRule.UNMATCHED_OUTPUT,
                        outputs.get(position).name());
            }
        }
    }

    /** Returns the component with its record, because the message is at the query. */
    static String renderQualifiedName(DeclaredRowType.Composite row, DeclaredColumn component) {
        return row.shape().recordName().simpleName() + "." + component.accessor();
    }
}
