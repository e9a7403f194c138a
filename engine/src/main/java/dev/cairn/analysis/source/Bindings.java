package dev.cairn.analysis.source;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Column;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The types and resolved names of the parts of a query, or of a statement that changes rows. The analysis records the
 * bindings, including those in the queries of views that the query reads; all other code only reads the bindings. After
 * a refusal, the bindings contain the parts that were analyzed before it.
 *
 * <p>A part is identified by its node in the syntax tree, and not by its value or location: two nodes with the same
 * text may refer to different columns, and the texts of several views have parts at the same location. If the analysis
 * replaces an expression, for example an alias, the type of the expression is the type of the replacement. Its other
 * bindings are those of the nodes of the {@linkplain #resolveReplacement(Expression) replacement}.
 */
public final class Bindings {
    /** The initial capacity of the maps of rare parts; the default capacity would waste memory for most queries. */
    private static final int RARE_PART_CAPACITY = 1;

    private final IdentityHashMap<Expression, ExpressionType> typeByExpression = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, Expression> replacementByExpression =
            new IdentityHashMap<>(RARE_PART_CAPACITY);
    private final IdentityHashMap<Query.Select, Query.Select> replacementBySelect =
            new IdentityHashMap<>(RARE_PART_CAPACITY);
    private final IdentityHashMap<Expression, BoundArgument> argumentByExpression =
            new IdentityHashMap<>(RARE_PART_CAPACITY);
    private final IdentityHashMap<Expression, Column> columnByAssignedValue = new IdentityHashMap<>(RARE_PART_CAPACITY);
    private final IdentityHashMap<Query.SelectItem.Star, List<Column>> columnsByAssignedStar =
            new IdentityHashMap<>(RARE_PART_CAPACITY);
    private final IdentityHashMap<Expression.Reference, ResolvedName> resolvedNameByReference = new IdentityHashMap<>();
    private final IdentityHashMap<Name, List<RelationField>> columnsByName = new IdentityHashMap<>(RARE_PART_CAPACITY);
    private final IdentityHashMap<Query.SelectItem.Star, List<RelationField>> columnsByStar =
            new IdentityHashMap<>(RARE_PART_CAPACITY);
    private final IdentityHashMap<Relation, BoundRelation> boundRelationByRelation =
            new IdentityHashMap<>(RARE_PART_CAPACITY);
    private final IdentityHashMap<Query.Pivot, BoundPivot> boundPivotByPivot =
            new IdentityHashMap<>(RARE_PART_CAPACITY);
    private final IdentityHashMap<Query, Boolean> queriesWithIgnoredOrder = new IdentityHashMap<>(RARE_PART_CAPACITY);
    private final IdentityHashMap<Query, Query.@Nullable Limit> limitByQuery =
            new IdentityHashMap<>(RARE_PART_CAPACITY);
    private final IdentityHashMap<Query.CommonTable, Boolean> recursiveCommonTables =
            new IdentityHashMap<>(RARE_PART_CAPACITY);
    private final IdentityHashMap<Expression.Call, DictionaryLookup> dictionaryLookupByCall =
            new IdentityHashMap<>(RARE_PART_CAPACITY);
    private final List<Expression> values = new ArrayList<>();
    private List<Column> omittedColumns = List.of();
    private @Nullable Query query;
    private @Nullable Refusal planRefusal;
    private @Nullable UnresolvedColumn unresolvedColumn;

    /**
     * An argument of a function.
     *
     * @param call the call as the server reads it, whose arguments may differ from the written ones
     * @param type the type of the argument after its implicit cast
     */
    public record BoundArgument(Expression.Call call, Type type) {}

    /**
     * Returns the analyzed query; for UPDATE and DELETE, the query that selects the rows. Null for VALUES, which are
     * not part of a query.
     */
    public @Nullable Query query() {
        return query;
    }

    public void recordQuery(Query analyzedQuery) {
        query = analyzedQuery;
    }

    /** Records an analyzed value of VALUES, which is not a part of a query. */
    public void recordValue(Expression value) {
        values.add(value);
    }

    /**
     * Returns the items of ORDER BY; an empty list if the server ignores the clause, for example in a subquery without
     * LIMIT.
     */
    public List<SortItem> orderBy(Query orderedQuery) {
        return queriesWithIgnoredOrder.containsKey(orderedQuery) ? List.of() : orderedQuery.orderBy();
    }

    /** Records that the server ignores the ORDER BY of a query. */
    public void recordIgnoredOrderBy(Query orderedQuery) {
        queriesWithIgnoredOrder.put(orderedQuery, true);
    }

    /**
     * Returns the LIMIT of a query with the known values of its variables; null if the query has no limit, or if the
     * server ignores it.
     */
    public Query.@Nullable Limit limit(Query limitedQuery) {
        return limitByQuery.containsKey(limitedQuery) ? limitByQuery.get(limitedQuery) : limitedQuery.limit();
    }

    /** Records the LIMIT of a query with the values of its variables; null if the server ignores the clause. */
    public void recordLimit(Query limitedQuery, Query.@Nullable Limit limit) {
        limitByQuery.put(limitedQuery, limit);
    }

    /** Returns whether a common table reads itself. */
    public boolean isRecursive(Query.CommonTable commonTable) {
        return recursiveCommonTables.containsKey(commonTable);
    }

    /** Records that a common table reads itself. */
    public void recordRecursion(Query.CommonTable commonTable) {
        recursiveCommonTables.put(commonTable, true);
    }

    /**
     * Records why the server would refuse to plan the query, although it accepts a view with this query. Only the first
     * refusal is kept.
     */
    public void recordPlanRefusal(Refusal refusal) {
        if (planRefusal == null) {
            planRefusal = refusal;
        }
    }

    /** Removes and returns the recorded plan refusal. */
    public Optional<Refusal> takePlanRefusal() {
        Optional<Refusal> refusal = Optional.ofNullable(planRefusal);
        planRefusal = null;
        return refusal;
    }

    /**
     * Requires that the server can plan the query.
     *
     * @throws Refusal if the server would refuse to plan the query
     */
    public void requirePlannable() {
        if (planRefusal != null) {
            throw planRefusal;
        }
    }

    /** Returns whether the server can plan the query; true if no plan refusal was recorded. */
    public boolean isPlannable() {
        return planRefusal == null;
    }

    /**
     * Moves the plan refusal from the text of a view to the name of the view in the query; does nothing if there is no
     * refusal.
     */
    public void movePlanRefusal(Span viewSpan) {
        planRefusal = planRefusal == null ? null : planRefusal.withSpan(viewSpan);
    }

    /** Returns the last name that does not resolve to a column; null if all names resolve. */
    public @Nullable UnresolvedColumn unresolvedColumn() {
        return unresolvedColumn;
    }

    /** Records a name that is not a column. */
    public void recordUnresolvedColumn(UnresolvedColumn column) {
        unresolvedColumn = column;
    }

    /**
     * Visits all parts of the query and of the VALUES. If a part was refused, nothing is recorded for the parts after
     * it.
     */
    public void visit(Query.QueryVisitor visitor) {
        values.forEach(value -> Query.visit(value, visitor));
        if (query != null) {
            query.visit(visitor);
        }
    }

    /**
     * Returns how many relations are the given common table.
     *
     * @param traversal visits the relations that count
     */
    @SuppressWarnings("ReferenceEquality") // two common tables with the same text are different tables
    public int countReferences(Query.CommonTable commonTable, Consumer<Query.QueryVisitor> traversal) {
        List<Relation> references = new ArrayList<>();
        traversal.accept(new Query.QueryVisitor() {
            @Override
            public void visitRelation(Relation relation) {
                BoundRelation boundRelation = findBoundRelation(relation);
                if (boundRelation != null && boundRelation.commonTable() == commonTable) {
                    references.add(relation);
                }
            }
        });
        return references.size();
    }

    /** Returns the type of an expression; null if it was not analyzed. */
    public @Nullable ExpressionType findExpressionType(Expression expression) {
        Expression currentExpression = expression;
        ExpressionType expressionType = typeByExpression.get(currentExpression);
        while (expressionType == null) {
            Expression replacement = nextReplacement(currentExpression);
            if (replacement == currentExpression) {
                return null;
            }
            currentExpression = replacement;
            expressionType = typeByExpression.get(currentExpression);
        }
        return expressionType;
    }

    /**
     * Returns the last replacement of a written expression, without parentheses around it. An expression that is not
     * replaced is returned without its parentheses.
     */
    public Expression resolveReplacement(Expression writtenExpression) {
        Expression currentExpression = writtenExpression;
        Expression replacement = nextReplacement(currentExpression);
        while (replacement != currentExpression) {
            currentExpression = replacement;
            replacement = nextReplacement(currentExpression);
        }
        return currentExpression;
    }

    private Expression nextReplacement(Expression expression) {
        Expression replacement = replacementByExpression.get(expression);
        return replacement == null ? expression.unwrap() : replacement;
    }

    /** Returns the SELECT by which the analysis replaces one with QUALIFY; any other SELECT is returned unchanged. */
    public Query.Select resolveReplacement(Query.Select writtenSelect) {
        return replacementBySelect.getOrDefault(writtenSelect, writtenSelect);
    }

    /** Records that the analysis replaces a written SELECT by another one. */
    public void recordReplacement(Query.Select writtenSelect, Query.Select replacement) {
        replacementBySelect.put(writtenSelect, replacement);
    }

    /** Returns the type of the values of an expression; null if it is unknown. */
    public @Nullable Type findValueType(Expression expression) {
        ExpressionType expressionType = findExpressionType(expression);
        return expressionType == null ? null : expressionType.type();
    }

    public void recordType(Expression expression, ExpressionType expressionType) {
        typeByExpression.put(expression, expressionType);
    }

    /** Returns the direct replacement of a written expression, such as an alias; null if it is not replaced. */
    public @Nullable Expression findReplacement(Expression writtenExpression) {
        return replacementByExpression.get(writtenExpression);
    }

    /**
     * Records that the analysis replaces a written expression by another one. If both are of the same class, their
     * children are recorded as replacements, too.
     */
    public void recordReplacement(Expression writtenExpression, Expression replacement) {
        if (writtenExpression == replacement) {
            return;
        }
        replacementByExpression.put(writtenExpression, replacement);
        if (writtenExpression.getClass() == replacement.getClass()) {
            List<Expression> writtenParts = writtenExpression.children();
            List<Expression> replacementParts = replacement.children();
            for (int i = 0; i < Math.min(writtenParts.size(), replacementParts.size()); i++) {
                recordReplacement(writtenParts.get(i), replacementParts.get(i));
            }
        }
    }

    /**
     * Returns the function that takes an expression as its argument; null if the expression is not an argument, or if
     * the function takes any type.
     */
    public @Nullable BoundArgument findArgument(Expression expression) {
        return argumentByExpression.get(expression);
    }

    /** Records the call of each argument, and the type that the argument is cast to. */
    public void recordArguments(Expression.Call call, List<Type> castTypes) {
        for (int i = 0; i < castTypes.size(); i++) {
            argumentByExpression.put(call.arguments().get(i), new BoundArgument(call, castTypes.get(i)));
        }
    }

    /** Returns what a call of {@code dict_mapping} looks up; null for any other call, and if its table is unknown. */
    public @Nullable DictionaryLookup findDictionaryLookup(Expression.Call call) {
        return dictionaryLookupByCall.get(call);
    }

    public void recordDictionaryLookup(Expression.Call call, DictionaryLookup lookup) {
        dictionaryLookupByCall.put(call, lookup);
    }

    /**
     * Returns the column that stores a value of VALUES or SET, or of the select list of INSERT … SELECT; null for any
     * other expression.
     */
    public @Nullable Column findAssignedColumn(Expression value) {
        return columnByAssignedValue.get(value);
    }

    /** Records that a column stores a value. */
    public void recordAssignment(Expression value, Column column) {
        columnByAssignedValue.put(value, column);
    }

    /** Returns the target columns of a {@code *} in INSERT … SELECT; none for any other {@code *}. */
    public List<Column> assignedColumns(Query.SelectItem.Star star) {
        return columnsByAssignedStar.getOrDefault(star, List.of());
    }

    /** Records the target columns of a {@code *}, one for each column that it expands to. */
    public void recordAssignments(Query.SelectItem.Star star, List<Column> columns) {
        columnsByAssignedStar.put(star, List.copyOf(columns));
    }

    /**
     * Returns the columns that a partial update omits although they are NOT NULL and have no default. In an
     * inserted row, they get the zero value of their type.
     */
    public List<Column> omittedColumns() {
        return omittedColumns;
    }

    public void recordOmittedColumns(List<Column> columns) {
        omittedColumns = List.copyOf(columns);
    }

    /** Returns what a name refers to; null if it was not analyzed, or if it is the alias of another expression. */
    public @Nullable ResolvedName findResolvedName(Expression.Reference reference) {
        return resolvedNameByReference.get(reference);
    }

    public void recordResolvedName(Expression.Reference reference, ResolvedName resolvedName) {
        resolvedNameByReference.put(reference, resolvedName);
    }

    /**
     * Returns the column that a name refers to: the column with the struct for a field of a struct, and a wildcard if
     * the columns of the relation are unknown. Returns null for a name that is not a column, such as an output in ORDER
     * BY or a lambda parameter.
     */
    public @Nullable RelationField findColumn(Expression.Reference reference) {
        return resolvedNameByReference.get(reference) instanceof ResolvedName.ResolvedColumn column
                ? column.field()
                : null;
    }

    /**
     * Returns the column if the expression is just a column; null for a field of a struct, and for any other
     * expression.
     */
    public @Nullable RelationField findWholeColumn(Expression expression) {
        return resolveReplacement(expression) instanceof Expression.Reference reference
                        && resolvedNameByReference.get(reference) instanceof ResolvedName.ResolvedColumn column
                        && column.path().isEmpty()
                ? column.field()
                : null;
    }

    /**
     * Returns the columns that a name in USING or in the FOR of PIVOT refers to; for USING, the columns of both sides.
     * Empty if the name was not analyzed.
     */
    public List<RelationField> columns(Name name) {
        return columnsByName.getOrDefault(name, List.of());
    }

    public void recordColumns(Name name, List<RelationField> fields) {
        columnsByName.put(name, fields);
    }

    /**
     * Returns the columns that {@code *} expands to, in the order of the output; empty if the {@code *} was not
     * analyzed. A column without a relation name, for example from a FULL JOIN with USING, can only be named without a
     * qualifier. A wildcard stands for unknown columns.
     */
    public List<RelationField> columns(Query.SelectItem.Star star) {
        return columnsByStar.getOrDefault(star, List.of());
    }

    public void recordColumns(Query.SelectItem.Star star, List<RelationField> fields) {
        columnsByStar.put(star, fields);
    }

    /** Returns the binding of a relation that does not consist of other relations; null if it was not analyzed. */
    public @Nullable BoundRelation findBoundRelation(Relation relation) {
        return boundRelationByRelation.get(relation);
    }

    public void recordRelation(Relation relation, BoundRelation boundRelation) {
        boundRelationByRelation.put(relation, boundRelation);
    }

    /** Returns the binding of a PIVOT; null if it was not analyzed. */
    public @Nullable BoundPivot findBoundPivot(Query.Pivot pivot) {
        return boundPivotByPivot.get(pivot);
    }

    public void recordPivot(Query.Pivot pivot, BoundPivot boundPivot) {
        boundPivotByPivot.put(pivot, boundPivot);
    }
}
