package dev.cairn.processor.check;

import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.engine.advice.ValuePropagation;
import dev.cairn.processor.check.refusal.CheckedTable;
import dev.cairn.processor.check.value.EnumColumns;
import dev.cairn.processor.check.value.PossibleConstants;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.ColumnPart;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.processor.model.WrittenSql;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.DeclaredViewColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares the components of a record with the output of its query: names or positions, types, and nullness. A
 * component and a column that both have no partner are reported as a pair, since one of the two is probably misspelled.
 */
final class OutputCheck {
    private final ObjectDeclaration declaration;
    private final QueryText query;
    private final BoundQuery boundQuery;
    private final List<OutputItem> outputItems;
    private final EnumColumns enumColumns;
    private final Findings findings;

    OutputCheck(
            ObjectDeclaration declaration,
            QueryText query,
            BoundQuery boundQuery,
            EnumColumns enumColumns,
            Findings findings) {
        this.enumColumns = enumColumns;
        this.declaration = declaration;
        this.query = query;
        this.boundQuery = boundQuery;
        this.outputItems = OutputItem.of(query.query(), boundQuery.columns().size());
        this.findings = findings;
    }

    void check() {
        if (declaration.matchesColumnsByPosition()) {
            checkByPosition();
        } else {
            checkByName();
        }
    }

    private void checkByPosition() {
        int componentCount = declaration.columns().size();
        int outputCount = boundQuery.columns().size();
        if (boundQuery.hasAllColumns() ? componentCount != outputCount : componentCount < outputCount) {
            Span span = componentCount < outputCount
                    ? outputItems.get(componentCount).span()
                    : query.query().span();
            findings.addWithExcerpt(
                    renderExcerpt(span), CompileRule.COLUMN_COUNT, Place.of(query.span()), componentCount, outputCount);
        }
        if (boundQuery.hasAllColumns()) {
            for (int i = 0; i < Math.min(componentCount, outputCount); i++) {
                checkComponent(declaration.columns().get(i), i);
            }
        }
    }

    private void checkByName() {
        Map<String, Integer> outputIndexByName = new LinkedHashMap<>();
        for (int i = 0; i < boundQuery.columns().size(); i++) {
            outputIndexByName.putIfAbsent(boundQuery.columns().get(i).name().toLowerCase(Locale.ROOT), i);
        }
        List<DeclaredColumn> unmatchedComponents = new ArrayList<>();
        for (DeclaredColumn column : declaration.columns()) {
            Integer outputIndex = outputIndexByName.remove(column.name().toLowerCase(Locale.ROOT));
            if (outputIndex == null) {
                unmatchedComponents.add(column);
            } else {
                checkComponent(column, outputIndex);
            }
        }
        if (boundQuery.hasAllColumns()) {
            reportUnmatched(unmatchedComponents, List.copyOf(outputIndexByName.values()));
        }
        if (unmatchedComponents.isEmpty() && outputIndexByName.isEmpty()) {
            checkColumnListOrder();
        }
    }

    /**
     * Reports a column list whose order differs from the order of the columns in the query. The server matches the list
     * with the query by position, not by name.
     */
    private void checkColumnListOrder() {
        List<DeclaredViewColumn> viewColumns = viewColumns();
        for (int i = 0; i < Math.min(viewColumns.size(), boundQuery.columns().size()); i++) {
            String columnName = viewColumns.get(i).name().text();
            if (!columnName.equalsIgnoreCase(boundQuery.columns().get(i).name())) {
                Place place = Place.of(viewColumns.get(i).span());
                findings.addWithExcerpt(
                        renderExcerpt(outputItems.get(i).span()), CompileRule.COMMENT_ORDER, place, columnName);
                return; // one misplaced column displaces all that follow
            }
        }
    }

    private List<DeclaredViewColumn> viewColumns() {
        if (declaration.statement() instanceof CreateView view) {
            return view.columns();
        }
        return declaration.statement() instanceof CreateMaterializedView view ? view.columns() : List.of();
    }

    /** Reports an unmatched component and an unmatched column as a pair: most likely, one of the two is misspelled. */
    private void reportUnmatched(List<DeclaredColumn> components, List<Integer> outputIndexes) {
        List<Integer> remainingIndexes = new ArrayList<>(outputIndexes);
        for (DeclaredColumn component : components) {
            Integer candidateIndex = remainingIndexes.isEmpty()
                    ? null
                    : remainingIndexes.remove(computeNearestPosition(component, remainingIndexes));
            Span span = candidateIndex == null
                    ? query.query().span()
                    : outputItems.get(candidateIndex).span();
            findings.addWithExcerpt(
                    renderExcerpt(span),
                    CompileRule.UNMATCHED_COMPONENT,
                    chooseFindingPlace(component.place()),
                    component.name(),
                    describeRemedy(component, candidateIndex));
        }
        for (int outputIndex : remainingIndexes) {
            String outputName = boundQuery.columns().get(outputIndex).name();
            findings.addWithExcerpt(
                    renderExcerpt(outputItems.get(outputIndex).span()),
                    CompileRule.UNMATCHED_OUTPUT,
                    Place.of(query.span()),
                    outputName);
        }
    }

    /** Returns the position in the list of the output with the most similar name; 0 if no name is similar. */
    private int computeNearestPosition(DeclaredColumn component, List<Integer> outputIndexes) {
        List<String> outputNames = outputIndexes.stream()
                .map(outputIndex -> boundQuery.columns().get(outputIndex).name())
                .toList();
        return Suggestion.findNearest(component.name(), outputNames)
                .map(outputNames::indexOf)
                .orElse(0);
    }

    private String describeRemedy(DeclaredColumn component, @Nullable Integer candidateIndex) {
        if (candidateIndex != null) {
            return component.describeNameMismatch(
                    boundQuery.columns().get(candidateIndex).name());
        }
        List<String> outputNames =
                boundQuery.columns().stream().map(OutputColumn::name).toList();
        return Suggestion.renderSuffix(component.name(), outputNames, "; add it to the query, or remove the component");
    }

    private void checkComponent(DeclaredColumn component, int outputIndex) {
        OutputColumn outputColumn = boundQuery.columns().get(outputIndex);
        Type outputType = outputColumn.type();
        Type declaredType = component.definition().type();
        Span itemSpan = outputItems.get(outputIndex).span();
        checkEnum(component, outputIndex);
        if (outputType != null
                && !outputType.equals(declaredType)
                && !new JavaTypeFit(component.javaType()).canHold(outputType)) {
            findings.addWithExcerpt(
                    renderExcerpt(itemSpan),
                    CompileRule.COLUMN_TYPE,
                    chooseFindingPlace(component.place(ColumnPart.TYPE)),
                    component.name(),
                    component.javaType().text(),
                    CheckedTable.formatType(outputType),
                    JavaTypeSuggestion.describeRemedy(JavaTypeSuggestion.suggestWithPrecision(outputType)));
        } else if (outputType != null
                && declaredType != null
                && declaration.isFromSource()
                && !createTypeSizeFit().canHold(declaredType, outputType)) {
            findings.addWithExcerpt(
                    renderExcerpt(itemSpan),
                    CompileRule.COLUMN_TYPE,
                    chooseFindingPlace(component.place(ColumnPart.TYPE)),
                    component.name(),
                    CheckedTable.formatType(declaredType),
                    CheckedTable.formatType(outputType),
                    JavaTypeSuggestion.describeRemedy(JavaTypeSuggestion.suggestWithSize(outputType)));
        } else if (outputColumn.expressionType().isNullable()
                && Boolean.FALSE.equals(component.definition().nullable())) {
            checkNullness(component, outputColumn.nullCause(), itemSpan);
        }
    }

    private void checkEnum(DeclaredColumn component, int outputIndex) {
        if (!declaration.isFromSource() || !(component.javaType() instanceof JavaType.Enumeration componentEnum)) {
            return;
        }
        Span itemSpan = outputItems.get(outputIndex).span();
        ValuePropagation propagation = new ValuePropagation(boundQuery.bindings());
        for (PossibleConstants possibleConstants :
                PossibleConstants.of(enumColumns, propagation.findOutputValues(query.query(), outputIndex))) {
            List<String> missingConstants = componentEnum.findUnknownConstants(possibleConstants.constants());
            JavaType.Enumeration outputEnum = possibleConstants.sourceEnum();
            if (missingConstants.isEmpty()) {
                continue;
            }
            if (outputEnum == null) {
                findings.addWithExcerpt(
                        renderExcerpt(
                                possibleConstants.writtenExpression() == null
                                        ? itemSpan
                                        : possibleConstants.writtenExpression().span()),
                        CompileRule.UNKNOWN_CONSTANT,
                        chooseFindingPlace(component.place()),
                        missingConstants.get(0),
                        componentEnum.text(),
                        "'" + component.name() + "'",
                        Suggestion.renderSuffix(missingConstants.get(0), componentEnum.constants()));
            } else {
                findings.addWithExcerpt(
                        renderExcerpt(itemSpan),
                        CompileRule.OTHER_ENUM,
                        chooseFindingPlace(component.place()),
                        "'" + boundQuery.columns().get(outputIndex).name() + "' of the query",
                        outputEnum.text(),
                        "'" + component.name() + "'",
                        componentEnum.text(),
                        String.join(", ", missingConstants));
            }
        }
    }

    /** Reports a nullable output, unless its cause is unknown because an object of the query has an error. */
    private void checkNullness(DeclaredColumn component, @Nullable NullCause cause, Span itemSpan) {
        if (cause != null && cause.kind() != NullCause.Kind.UNKNOWN) {
            findings.addWithExcerpt(
                    renderExcerpt(cause.span().line() == 0 ? itemSpan : cause.span()),
                    CompileRule.NULLABLE_OUTPUT,
                    chooseFindingPlace(component.place(ColumnPart.NOT_NULL)),
                    component.name(),
                    cause.toClause(),
                    component.describeNullableRemedy(declaration.isNullMarked()));
        }
    }

    /**
     * Returns the place of a finding. If a variant declares the query, this is the place of the query: the record is
     * the same for all targets, so the mistake is in the variant.
     */
    private Place chooseFindingPlace(Place componentPlace) {
        return declaration.hasVariantQuery() ? Place.of(query.span()) : componentPlace;
    }

    private TypeSizeFit createTypeSizeFit() {
        return new TypeSizeFit(declaration.kind() == Kind.VIEW || declaration.kind() == Kind.MATERIALIZED_VIEW);
    }

    private String renderExcerpt(Span span) {
        return WrittenSql.of(query).renderExcerpt(span);
    }

    /**
     * An output column of a query.
     *
     * @param span the place of the column in the query; the place of the {@code *} if the column results from one
     */
    private record OutputItem(Span span) {
        /** Returns one item for each output column. */
        static List<OutputItem> of(Query query, int columnCount) {
            Query.Select firstSelect = query.body().firstSelect();
            long starCount = firstSelect.items().stream()
                    .filter(Query.SelectItem.Star.class::isInstance)
                    .count();
            List<OutputItem> items = new ArrayList<>(columnCount);
            for (Query.SelectItem item : firstSelect.items()) {
                boolean isStar = item instanceof Query.SelectItem.Star;
                int itemColumnCount = isStar ? columnCount - firstSelect.items().size() + 1 : 1;
                for (int i = 0; i < itemColumnCount; i++) {
                    items.add(new OutputItem(item.span()));
                }
            }
            return starCount < 2 && items.size() == columnCount ? items : repeatFirstItem(firstSelect, columnCount);
        }

        /**
         * Returns the first item for each column. A query with several {@code *} needs it, because only an
         * analysis knows the number of columns of each {@code *}.
         */
        private static List<OutputItem> repeatFirstItem(Query.Select select, int columnCount) {
            List<OutputItem> items = new ArrayList<>(columnCount);
            for (int i = 0; i < columnCount; i++) {
                items.add(new OutputItem(select.items().get(0).span()));
            }
            return items;
        }
    }
}
