package dev.cairn.engine.advice;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Table;
import dev.cairn.engine.advice.SingleRowAnalysis.RowBound;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects the warnings about one statement from all analyses of this package. The statement has been analyzed without
 * an error; the warnings need only its bindings and the catalog.
 */
final class StatementWarningCollector {
    private final Catalog catalog;
    private final @Nullable Function<Span, String> sourceText;
    private final String statementText;
    private final Bindings bindings;
    private final List<SelectParts> selects;
    private final List<QueryWarning> warnings = new ArrayList<>();

    /** @param sourceText returns the words to quote for a part of the text; null to quote the statement itself */
    StatementWarningCollector(
            Catalog catalog,
            @Nullable Function<Span, String> sourceText,
            String statementText,
            @Nullable Query query,
            Bindings bindings) {
        this.catalog = catalog;
        this.sourceText = sourceText;
        this.statementText = statementText;
        this.bindings = bindings;
        this.selects = query == null ? List.of() : SelectParts.collectIn(query, bindings);
    }

    /**
     * Adds the warnings of all analyses to the warnings that were added before, and returns them in the order of the
     * text. Must be called only once.
     */
    List<QueryWarning> collectWarnings() {
        for (SelectParts selectParts : selects) {
            for (BoundRelation relation : selectParts.relations()) {
                warnings.addAll(new PruningWarningFinder(
                                catalog, selects, selectParts, relation, this::findTable, this::sourceTextAt)
                        .findWarnings());
            }
            for (CartesianJoinFinder.UnconditionalPair pair :
                    CartesianJoinFinder.findIn(selects, selectParts, this::findTable)) {
                addWarning(
                        QueryAdviceRule.CARTESIAN_JOIN,
                        firstSpan(pair.right()),
                        renderNames(pair.right()),
                        renderNames(pair.left()));
            }
            addDistinctWarning(selectParts);
        }
        addSubqueryWarnings();
        warnings.addAll(ValueWarningFinder.findWarnings(bindings, this::sourceTextAt));
        warnings.addAll(new StoredValueWarningVisitor(bindings, this::sourceTextAt).collectWarnings());
        warnings.sort(Comparator.comparingInt(warning -> warning.span().offset()));
        return warnings;
    }

    private void addWarning(QueryAdviceRule rule, Span span, String... arguments) {
        warnings.add(QueryWarning.of(rule, span, arguments));
    }

    private String sourceTextAt(Span span) {
        return sourceText == null ? span.textIn(statementText) : sourceText.apply(span);
    }

    /** Adds warnings about the subqueries that are used as single values, and can return several rows. */
    private void addSubqueryWarnings() {
        Set<Expression> inCandidates = Collections.newSetFromMap(new IdentityHashMap<>());
        bindings.visit(new Query.QueryVisitor() {
            @Override
            public void visitExpression(Expression expression) {
                if (expression instanceof Expression.In inPredicate) {
                    inPredicate.candidates().forEach(candidate -> inCandidates.add(candidate.unwrap()));
                } else if (expression instanceof Expression.Subquery subquery
                        && !inCandidates.contains(subquery)
                        && createSingleRowAnalysis().determineRowBound(subquery.query()) == RowBound.SEVERAL) {
                    addWarning(QueryAdviceRule.SEVERAL_ROWS_OF_SUBQUERY, subquery.span());
                }
            }
        });
    }

    /** Adds a warning about a query that sorts its rows and has no LIMIT. */
    void addOrderWarning(Query query) {
        List<SortItem> items = query.orderBy();
        if (!items.isEmpty() && query.limit() == null) {
            addWarning(QueryAdviceRule.UNLIMITED_ORDER, spanOf(items));
        }
    }

    private static Span spanOf(List<SortItem> items) {
        Span lastSpan = items.get(items.size() - 1).value().span();
        return items.get(0).value().span().extendTo(lastSpan);
    }

    /** Adds a warning about a query that skips rows by OFFSET, if the order of its rows is not determined. */
    void addOffsetWarning(Query query) {
        Expression offset = query.limit() == null ? null : query.limit().offset();
        boolean skipsRows = offset != null && !Long.valueOf(0).equals(offset.integerValue());
        if (skipsRows) {
            findUnstablePageWarning(query).ifPresent(warnings::add);
        }
    }

    /** Returns a warning if the order of the rows of a query is not determined. */
    Optional<QueryWarning> findUnstablePageWarning(Query query) {
        List<SortItem> items = query.orderBy();
        if (createSingleRowAnalysis().determineRowBoundByOrder(query) != RowBound.SEVERAL) {
            return Optional.empty();
        }
        if (items.isEmpty()) {
            return Optional.of(QueryWarning.of(
                    QueryAdviceRule.UNSTABLE_PAGE,
                    query.body().firstSelect().items().get(0).span(),
                    "The rows have no order"));
        }
        String valueList =
                items.stream().map(item -> sourceTextAt(item.value().span())).collect(Collectors.joining(", "));
        return Optional.of(QueryWarning.of(
                QueryAdviceRule.UNSTABLE_PAGE, spanOf(items), "Rows with the same " + valueList + " have no order"));
    }

    /** Returns a warning if a query can return more than one row. */
    Optional<QueryWarning> findSeveralRowsWarning(Query query) {
        return createSingleRowAnalysis().determineRowBound(query) == RowBound.SEVERAL
                ? Optional.of(QueryWarning.of(
                        QueryAdviceRule.SEVERAL_ROWS,
                        firstRelationSpan(query.body().firstSelect())))
                : Optional.empty();
    }

    /** Returns a warning if several rows of a query can have the same value of the first column. */
    Optional<QueryWarning> findSeveralRowsOfKeyWarning(Query query) {
        if (createSingleRowAnalysis().determineRowBoundByOutput(query, 0) != RowBound.SEVERAL) {
            return Optional.empty();
        }
        Span keySpan = query.body().firstSelect().items().get(0).span();
        return Optional.of(QueryWarning.of(QueryAdviceRule.SEVERAL_ROWS_OF_KEY, keySpan, sourceTextAt(keySpan)));
    }

    private SingleRowAnalysis createSingleRowAnalysis() {
        return new SingleRowAnalysis(bindings, this::findTable);
    }

    private static Span firstRelationSpan(Select select) {
        return select.from().isEmpty()
                ? select.items().get(0).span()
                : select.from().get(0).span();
    }

    private void addDistinctWarning(SelectParts selectParts) {
        Select select = selectParts.select();
        if (select.quantifier() != Quantifier.DISTINCT) {
            return;
        }
        if (RowUniqueness.returnsGroups(selectParts)) {
            String groupList = Objects.requireNonNull(select.groupBy()).plainItems().stream()
                    .map(group -> sourceTextAt(group.span()))
                    .collect(Collectors.joining(", "));
            addWarning(QueryAdviceRule.SUPERFLUOUS_DISTINCT_OF_GROUPS, distinctSpan(select), groupList);
        } else if (select.groupBy() == null && selectParts.relations().size() == 1) {
            Table table = findTable(selectParts.relations().get(0));
            if (table != null && RowUniqueness.returnsKey(selectParts, table)) {
                addWarning(
                        QueryAdviceRule.SUPERFLUOUS_DISTINCT_OF_KEY,
                        distinctSpan(select),
                        table.name(),
                        String.join(", ", table.keyColumnNames()));
            }
        }
    }

    /** Returns the span of the word DISTINCT; the span of the first item if DISTINCT is not in the line of SELECT. */
    private Span distinctSpan(Select select) {
        SelectItem firstItem = select.items().get(0);
        int start = select.span().offset();
        String textBeforeItem =
                statementText.substring(start, firstItem.span().offset()).toUpperCase(Locale.ROOT);
        int distinctOffset = start + textBeforeItem.lastIndexOf("DISTINCT");
        Span span = select.span();
        boolean isOnSameLine = !statementText.substring(start, distinctOffset).contains("\n");
        return isOnSameLine
                ? new Span(span.line(), span.column() + distinctOffset - start, distinctOffset, "DISTINCT".length())
                : firstItem.span();
    }

    private static Span firstSpan(List<BoundRelation> relations) {
        return relations.get(0).span();
    }

    private static String renderNames(List<BoundRelation> relations) {
        return relations.stream()
                .map(relation -> relation.name() == null
                        ? "the relation"
                        : relation.name().table())
                .collect(Collectors.joining(", "));
    }

    private @Nullable Table findTable(BoundRelation relation) {
        Source source = relation.source();
        return source == null || source.kind() != Source.Kind.TABLE
                ? null
                : catalog.findDatabase(source.database())
                        .flatMap(database -> database.findTable(source.name()))
                        .orElse(null);
    }
}
