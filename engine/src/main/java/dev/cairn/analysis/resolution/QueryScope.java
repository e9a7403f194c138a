package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionScope;
import dev.cairn.analysis.expression.NullRejection;
import dev.cairn.analysis.source.DictionaryLookup.DictionaryTable;
import dev.cairn.analysis.source.MatchedColumn;
import dev.cairn.analysis.source.QueryUsageRecorder;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.analysis.source.UnresolvedColumn;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.analysis.type.TypeSettings;
import dev.cairn.catalog.UserFunction;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a part of a query can refer to, including the columns of the enclosing queries through the enclosing
 * scopes. A scope records each column that is looked up. The lineage of the query and the required privileges are
 * derived from this record. The types of the columns change while a SELECT is resolved, because WHERE and GROUP BY
 * decide which columns may be NULL.
 */
final class QueryScope implements ExpressionScope {
    private RelationFields fields;
    private final @Nullable QueryScope enclosingScope;
    private final @Nullable List<Integer> outputIndexes;
    private final int depth;
    private final QueryUsageRecorder usage;
    private final SourceResolver sourceResolver;
    private final @Nullable String selectedDatabaseName;
    private final IdentityHashMap<Query, Set<Integer>> referencedIndexesBySubquery = new IdentityHashMap<>();
    private final Set<StructField> notNullFields = new HashSet<>();
    private @Nullable Set<Integer> referencedColumnIndexes;
    private @Nullable SubtotalTypes subtotalTypes;

    QueryScope(
            RelationFields fields,
            @Nullable QueryScope enclosingScope,
            QueryUsageRecorder usage,
            SourceResolver sourceResolver,
            @Nullable String selectedDatabaseName) {
        this(fields, enclosingScope, null, usage, sourceResolver, selectedDatabaseName);
    }

    /**
     * Creates a scope.
     *
     * @param outputIndexes for the scope of ORDER BY, the index of each output in the select list; else null
     */
    private QueryScope(
            RelationFields fields,
            @Nullable QueryScope enclosingScope,
            @Nullable List<Integer> outputIndexes,
            QueryUsageRecorder usage,
            SourceResolver sourceResolver,
            @Nullable String selectedDatabaseName) {
        this.fields = fields;
        this.enclosingScope = enclosingScope;
        this.outputIndexes = outputIndexes;
        this.depth = enclosingScope == null ? 0 : enclosingScope.depth + (outputIndexes == null ? 1 : 0);
        this.usage = usage;
        this.sourceResolver = sourceResolver;
        this.selectedDatabaseName = selectedDatabaseName;
    }

    /** A field inside a column of this scope, by the names that lead to it. */
    private record StructField(int columnIndex, List<String> path) {}

    /**
     * Returns the scope of ORDER BY. It searches the outputs of the query first, and then this scope.
     *
     * @param outputIndexes the index of each output in the select list
     */
    QueryScope createOrderByScope(RelationFields outputFields, List<Integer> outputIndexes) {
        return new QueryScope(outputFields, this, outputIndexes, usage, sourceResolver, selectedDatabaseName);
    }

    /** Returns the indexes of the columns of this scope that are not NULL where a condition is true. */
    BitSet findNotNullColumnIndexes(Expression condition) {
        return toColumnIndexes(findNotNullColumns(condition));
    }

    /** Returns the columns of this scope, and the fields inside them, that are not NULL where a condition is true. */
    private List<MatchedColumn> findNotNullColumns(Expression condition) {
        List<MatchedColumn> matches = new ArrayList<>();
        for (Expression expression : NullRejection.findNonNullWhereTrue(condition)) {
            MatchedColumn match = expression instanceof Expression.Reference reference
                    ? fields.find(reference.name(), reference.span())
                    : null;
            if (match != null && !match.field().isWildcard()) {
                matches.add(match);
            }
        }
        return matches;
    }

    private static BitSet toColumnIndexes(List<MatchedColumn> matches) {
        BitSet columnIndexes = new BitSet();
        matches.forEach(match -> columnIndexes.set(match.index()));
        return columnIndexes;
    }

    /**
     * Restricts this scope to the rows for which a condition is true; the types of its columns, and of the fields
     * inside them, then reflect the condition.
     */
    void restrictRows(Expression condition) {
        List<MatchedColumn> notNullColumns = findNotNullColumns(condition);
        for (MatchedColumn match : notNullColumns) {
            for (int length = 1; length <= match.path().size(); length++) {
                notNullFields.add(new StructField(match.index(), match.path().subList(0, length)));
            }
        }
        fields = fields.withNotNullColumns(toColumnIndexes(notNullColumns));
    }

    /** Returns the type of a column, or of a field inside it, in the rows of this scope. */
    private ExpressionType determineRowType(MatchedColumn match, Span span) {
        ExpressionType expressionType = match.determineTypeAt(span);
        return notNullFields.contains(new StructField(match.index(), match.path()))
                ? expressionType.withNullCause(null)
                : expressionType;
    }

    /**
     * Sets the GROUP BY clause of the query, on which the types of columns outside aggregate functions depend; null if
     * the query has no such clause.
     */
    void setGrouping(@Nullable Grouping grouping) {
        subtotalTypes = grouping == null ? null : new SubtotalTypes(grouping, fields);
    }

    @Override
    public boolean mayAggregateEmptyInput() {
        return subtotalTypes == null || subtotalTypes.mayAggregateEmptyInput();
    }

    @Override
    public ExpressionScope ungroupedScope() {
        return subtotalTypes != null && subtotalTypes.hasSubtotals() ? createUngroupedScope() : this;
    }

    private QueryScope createUngroupedScope() {
        QueryScope scope =
                new QueryScope(fields, enclosingScope, outputIndexes, usage, sourceResolver, selectedDatabaseName);
        scope.notNullFields.addAll(notNullFields);
        return scope;
    }

    boolean isOrderByScope() {
        return outputIndexes != null;
    }

    /** Returns the number of enclosing queries. */
    int depth() {
        return depth;
    }

    RelationFields fields() {
        return fields;
    }

    @Nullable
    QueryScope enclosingScope() {
        return enclosingScope;
    }

    /** Runs the analysis of a subquery in an expression, and records the columns of this scope that it refers to. */
    <T> T analyzeSubquery(Query subquery, Supplier<T> analysis) {
        Set<Integer> previousColumnIndexes = referencedColumnIndexes;
        Set<Integer> recordedColumnIndexes = new HashSet<>();
        referencedColumnIndexes = recordedColumnIndexes;
        try {
            T analysisResult = analysis.get();
            referencedIndexesBySubquery.put(subquery, recordedColumnIndexes);
            return analysisResult;
        } finally {
            referencedColumnIndexes = previousColumnIndexes;
        }
    }

    /** Returns the indexes of this scope's columns that a subquery in an expression refers to. */
    Set<Integer> columnIndexesReferencedBy(Query subquery) {
        return referencedIndexesBySubquery.getOrDefault(subquery, Set.of());
    }

    @Override
    public ResolvedReference resolveColumn(QualifiedName name, Span span) {
        ScopedMatch scopedMatch = findColumn(name, span);
        if (scopedMatch == null) {
            usage.bindings().recordUnresolvedColumn(new UnresolvedColumn(name, collectVisibleFields()));
            throw Refusal.ofAnalysis(span, TypeRule.COLUMN_NOT_FOUND, renderName(name));
        }
        usage.recordColumnUse(scopedMatch.match().field());
        ExpressionType expressionType = scopedMatch.scope().determineRowType(scopedMatch.match(), span);
        ResolvedName.ResolvedColumn column = scopedMatch.match().toResolvedColumn(depth - scopedMatch.scope().depth);
        return new ResolvedReference(
                column.qualifiedName(name),
                scopedMatch.scope().determineTypeInSubtotals(scopedMatch.match(), expressionType, span),
                scopedMatch.scope().isOrderByScope() ? findOutput(scopedMatch) : column);
    }

    private List<RelationField> collectVisibleFields() {
        List<RelationField> visibleFields = new ArrayList<>();
        for (QueryScope scope = this; scope != null; scope = scope.enclosingScope) {
            visibleFields.addAll(scope.fields.fields());
        }
        return visibleFields;
    }

    /** Returns the output that a name in ORDER BY refers to; null for a name in a subquery. */
    private ResolvedName.@Nullable ResolvedOutput findOutput(ScopedMatch scopedMatch) {
        MatchedColumn match = scopedMatch.match();
        return outputIndexes != null && scopedMatch.scope() == this
                ? new ResolvedName.ResolvedOutput(outputIndexes.get(match.index()), match.path())
                : null;
    }

    private ExpressionType determineTypeInSubtotals(MatchedColumn match, ExpressionType expressionType, Span span) {
        return subtotalTypes == null
                ? expressionType
                : subtotalTypes.determineType(match.index(), expressionType, span);
    }

    @Override
    public ExpressionType determineVariableType(Expression variable) {
        return sourceResolver.determineVariableType(variable);
    }

    @Override
    public Expression resolveVariable(Expression.UserVariable variable) {
        return sourceResolver.resolveVariable(variable);
    }

    @Override
    public void requireNotCancelled() {
        sourceResolver.requireNotCancelled();
    }

    @Override
    public TypeSettings settings() {
        return sourceResolver.settings();
    }

    /**
     * Returns the column of the innermost scope that has the name; null if no scope has the name. If a subquery refers
     * to the column, this is recorded for {@link #columnIndexesReferencedBy}.
     *
     * @throws Refusal if the name is ambiguous in that scope
     */
    @Nullable
    ScopedMatch findColumn(QualifiedName name, Span span) {
        QueryScope scope = this;
        while (scope != null) {
            MatchedColumn match = scope.fields.find(name, span);
            if (match != null) {
                ScopedMatch scopedMatch = match.isUncertain(name)
                        ? scope.resolveUncertainMatch(name, match)
                        : new ScopedMatch(scope, match);
                scopedMatch.scope().recordReferencedIndex(scopedMatch.match(), depth);
                return scopedMatch;
            }
            scope = scope.enclosingScope;
        }
        return null;
    }

    /**
     * Resolves a name that an unknown column of this scope may have. A qualified match in an enclosing scope takes
     * precedence; otherwise, the name refers to all possible columns.
     */
    private ScopedMatch resolveUncertainMatch(QualifiedName name, MatchedColumn wildcardMatch) {
        MatchedColumn possibleMatch = wildcardMatch;
        for (QueryScope scope = enclosingScope; scope != null; scope = scope.enclosingScope) {
            for (MatchedColumn candidate : scope.fields.findCandidates(name)) {
                if (candidate.isQualified(name)) {
                    return new ScopedMatch(scope, candidate);
                }
                possibleMatch = possibleMatch.mergeWith(candidate);
            }
        }
        return new ScopedMatch(this, possibleMatch);
    }

    private void recordReferencedIndex(MatchedColumn match, int referenceDepth) {
        if (referencedColumnIndexes != null && referenceDepth == depth + 1) {
            referencedColumnIndexes.add(match.index());
        }
    }

    @Override
    public List<UserFunction> findFunctions(QualifiedName functionName) {
        return sourceResolver.findFunctions(selectedDatabaseName, functionName);
    }

    @Override
    public boolean mayHaveFunction(QualifiedName functionName) {
        return sourceResolver.mayHaveFunction(functionName);
    }

    @Override
    public @Nullable DictionaryTable resolveDictionaryTable(String name, Span span) {
        return sourceResolver.resolveDictionaryTable(selectedDatabaseName, name, span);
    }

    /** Prints an unqualified name as written, and a qualified one with quotes around each part. */
    private static String renderName(QualifiedName name) {
        List<Name> nameParts = name.parts();
        if (nameParts.size() > RelationFields.MAX_NAME_PARTS) {
            return name.toString();
        }
        StringBuilder out = new StringBuilder();
        for (Name part : nameParts) {
            boolean isQuoted = nameParts.size() > 1 || part.isQuoted();
            out.append(out.length() == 0 ? "" : ".");
            out.append(isQuoted ? "`" : "").append(part.text()).append(isQuoted ? "`" : "");
        }
        return out.toString();
    }

    /** A column and the scope in which it was found. */
    record ScopedMatch(QueryScope scope, MatchedColumn match) {}
}
