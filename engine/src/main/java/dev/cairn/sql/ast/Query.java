package dev.cairn.sql.ast;

import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole query: {@code WITH … body ORDER BY … LIMIT …}, as written. No name in it is resolved, so a query depends on
 * its text alone.
 */
public record Query(
        boolean isRecursive,
        List<CommonTable> commonTables,
        Body body,
        List<SortItem> orderBy,
        @Nullable Limit limit,
        Span span) {
    public Query {
        commonTables = List.copyOf(commonTables);
        orderBy = List.copyOf(orderBy);
    }

    /** Creates a query without other clauses. */
    public static Query of(Body body) {
        return new Query(false, List.of(), body, List.of(), null, body.span());
    }

    /**
     * Creates a query that is known only as text, because this parser can't parse it although a newer server may accept
     * it.
     */
    public static Query ofUnread(String text, Span span) {
        return of(new UnreadBody(text, span));
    }

    /**
     * Returns the table or view of which the result contains all rows: it is the only one in FROM, or on the left of
     * outer joins, and no clause filters, groups or limits its rows. Empty for any other query. The items of SELECT may
     * still aggregate the rows.
     */
    public Optional<Relation.Named> findUnfilteredRelation() {
        boolean isUnfiltered = body instanceof Select select
                && limit == null
                && commonTables.isEmpty()
                && select.isUnfiltered()
                && select.groupBy() == null
                && select.quantifier() == null
                && select.from().size() == 1;
        if (!isUnfiltered) {
            return Optional.empty();
        }
        Relation relation = body.firstSelect().from().get(0);
        while (relation instanceof Relation.Join join && join.kind().keepsLeftRows()) {
            relation = join.left();
        }
        return relation instanceof Relation.Named namedRelation
                        && namedRelation.partitions() == null
                        && namedRelation.section().sample() == null
                        && namedRelation.section().tabletIds().isEmpty()
                ? Optional.of(namedRelation)
                : Optional.empty();
    }

    /** Returns the same query with another limit. */
    public Query withBody(Body newBody) {
        return new Query(isRecursive, commonTables, newBody, orderBy, limit, span);
    }

    public Query withLimit(Limit newLimit) {
        return new Query(isRecursive, commonTables, body, orderBy, newLimit, span);
    }

    public boolean isUnread() {
        return body instanceof UnreadBody;
    }

    /**
     * A visitor of the parts of a query and of all queries inside it. Each query, SELECT and relation is visited before
     * the parts inside it; expressions are visited from the innermost outwards.
     */
    public interface QueryVisitor {
        default void visitQuery(Query query) {}

        default void visitSelect(Select select) {}

        default void visitRelation(Relation relation) {}

        default void visitExpression(Expression expression) {}
    }

    /** Visits the query with all queries inside it. The expressions of LIMIT are not visited. */
    public void visit(QueryVisitor visitor) {
        visitor.visitQuery(this);
        commonTables.forEach(table -> table.query().visit(visitor));
        visit(body, visitor);
        orderBy.forEach(item -> visit(item.value(), visitor));
    }

    private static void visit(Body body, QueryVisitor visitor) {
        if (body instanceof NestedQuery nestedQuery) {
            nestedQuery.query().visit(visitor);
        } else if (body instanceof SetOperation operation) {
            visit(operation.left(), visitor);
            visit(operation.right(), visitor);
        } else if (body instanceof Select select) {
            visitor.visitSelect(select);
            select.from().forEach(relation -> visit(relation, visitor));
            select.expressions().forEach(expression -> visit(expression, visitor));
        }
    }

    private static void visit(Relation relation, QueryVisitor visitor) {
        visitor.visitRelation(relation);
        relation.children().forEach(child -> visit(child, visitor));
        if (relation instanceof Relation.Derived derivedRelation) {
            derivedRelation.query().visit(visitor);
        }
        relation.expressions().forEach(expression -> visit(expression, visitor));
    }

    /** Visits an expression with all queries inside it. */
    public static void visit(Expression expression, QueryVisitor visitor) {
        expression.visit(subexpression -> {
            visitor.visitExpression(subexpression);
            Query nestedQuery = subexpression.query();
            if (nestedQuery != null) {
                nestedQuery.visit(visitor);
            }
        });
    }

    /** {@code name (columns) AS (query)}. */
    public record CommonTable(Name name, List<Name> columns, Query query, Span span) {
        public CommonTable {
            columns = List.copyOf(columns);
        }
    }

    /**
     * {@code LIMIT count OFFSET offset}, or {@code LIMIT offset, count} with a comma. Both are numbers, parameters or
     * user variables.
     */
    public record Limit(Expression count, @Nullable Expression offset, boolean hasComma) {}

    /** The part of a query that returns the rows. */
    public sealed interface Body {
        Span span();

        /** Calls the visitor's method for this kind of body. */
        <R> R accept(Visitor<R> visitor);

        /** Returns the SELECT that names the output columns: the first of a set operation. The body must be parsed. */
        default Select firstSelect() {
            Body body = this;
            while (!(body instanceof Select select)) {
                body = body instanceof SetOperation operation
                        ? operation.left()
                        : ((NestedQuery) body).query().body();
            }
            return select;
        }

        /** A function with a method for each kind of body. */
        interface Visitor<R> {
            R visitNestedQuery(NestedQuery nestedQuery);

            R visitSetOperation(SetOperation operation);

            R visitUnread(UnreadBody unread);

            R visitSelect(Select select);
        }
    }

    /** {@code (query)} in place of a SELECT. */
    public record NestedQuery(Query query, Span span) implements Body {
        @Override
        public <R> R accept(Body.Visitor<R> visitor) {
            return visitor.visitNestedQuery(this);
        }
    }

    /** {@code left UNION ALL right}; the quantifier is null if not specified. */
    public record SetOperation(Kind kind, @Nullable Quantifier quantifier, Body left, Body right, Span span)
            implements Body {
        public enum Kind {
            UNION,
            INTERSECT,
            EXCEPT,
            MINUS
        }

        /**
         * Returns the operands of a chain of equal operations, from left to right. The server treats such a chain as
         * one operation.
         */
        public List<Body> operands() {
            List<Body> operands = new ArrayList<>();
            Body body = this;
            while (body instanceof SetOperation operation && isSameOperation(operation)) {
                operands.add(operation.right);
                body = operation.left;
            }
            operands.add(body);
            Collections.reverse(operands);
            return operands;
        }

        private boolean isSameOperation(SetOperation otherOperation) {
            return keepsDuplicates() == otherOperation.keepsDuplicates()
                    && canonicalKind() == otherOperation.canonicalKind();
        }

        /** Returns the kind, with EXCEPT for its synonym MINUS. */
        public Kind canonicalKind() {
            return kind == Kind.MINUS ? Kind.EXCEPT : kind;
        }

        public boolean keepsDuplicates() {
            return quantifier == Quantifier.ALL;
        }

        @Override
        public <R> R accept(Body.Visitor<R> visitor) {
            return visitor.visitSetOperation(this);
        }
    }

    public enum Quantifier {
        ALL,
        DISTINCT
    }

    /** A query that can't be parsed, kept as text. */
    public record UnreadBody(String text, Span span) implements Body {
        @Override
        public <R> R accept(Body.Visitor<R> visitor) {
            return visitor.visitUnread(this);
        }
    }

    /** Adds the expression of an item; does nothing for a star, which has none. */
    private static void addValue(SelectItem item, List<Expression> expressions) {
        if (item instanceof SelectItem.Value value) {
            expressions.add(value.value());
        }
    }

    /** A single SELECT. */
    public record Select(
            SelectItems selectItems,
            FromClause fromClause,
            Conditions conditions,
            @Nullable Grouping groupBy,
            Span span)
            implements Body {
        /** Creates {@code SELECT items FROM from WHERE where}. */
        public static Select of(List<SelectItem> items, List<Relation> from, @Nullable Expression where, Span span) {
            return new Select(SelectItems.of(items), FromClause.of(from), Conditions.ofWhere(where), null, span);
        }

        public @Nullable Quantifier quantifier() {
            return selectItems.quantifier;
        }

        public List<SelectItem> items() {
            return selectItems.items;
        }

        /** Returns the relations between the commas of FROM; empty without FROM. */
        public List<Relation> from() {
            return fromClause.relations;
        }

        public @Nullable Pivot pivot() {
            return fromClause.pivot;
        }

        public @Nullable Expression where() {
            return conditions.where;
        }

        public @Nullable Expression having() {
            return conditions.having;
        }

        public @Nullable Qualify qualify() {
            return conditions.qualify;
        }

        /**
         * Returns whether no clause filters the rows of FROM; GROUP BY, DISTINCT or aggregates may still merge them.
         */
        public boolean isUnfiltered() {
            return pivot() == null && where() == null && having() == null && qualify() == null;
        }

        public Select withItems(List<SelectItem> newItems) {
            return withItemsAndConditions(newItems, conditions);
        }

        /** Returns a copy without FROM. The clause must not have a PIVOT, which would be lost. */
        public Select withoutFrom() {
            return new Select(selectItems, FromClause.of(List.of()), conditions, groupBy, span);
        }

        /** Returns a copy with other items and conditions. */
        public Select withItemsAndConditions(List<SelectItem> newItems, Conditions newConditions) {
            return new Select(
                    new SelectItems(selectItems.hints, selectItems.quantifier, newItems),
                    fromClause,
                    newConditions,
                    groupBy,
                    span);
        }

        /** Returns the expressions of all clauses except FROM, in the order in which they are written. */
        public List<Expression> expressions() {
            List<Expression> expressions = new ArrayList<>();
            items().forEach(item -> addValue(item, expressions));
            if (fromClause.pivot != null) {
                fromClause.pivot.aggregates().forEach(item -> addValue(item, expressions));
                fromClause.pivot.values().forEach(value -> expressions.addAll(value.values()));
            }
            if (conditions.where != null) {
                expressions.add(conditions.where);
            }
            if (groupBy != null) {
                groupBy.sets().forEach(expressions::addAll);
            }
            if (conditions.having != null) {
                expressions.add(conditions.having);
            }
            if (conditions.qualify != null) {
                addValue(conditions.qualify.windowFunction(), expressions);
            }
            return expressions;
        }

        @Override
        public <R> R accept(Body.Visitor<R> visitor) {
            return visitor.visitSelect(this);
        }
    }

    /**
     * The words and items between SELECT and FROM.
     *
     * @param hints the optimizer hints after the word SELECT, as written
     */
    public record SelectItems(List<String> hints, @Nullable Quantifier quantifier, List<SelectItem> items) {
        public SelectItems {
            hints = List.copyOf(hints);
            items = List.copyOf(items);
        }

        /** Creates a list without hints and without a quantifier. */
        public static SelectItems of(List<SelectItem> items) {
            return new SelectItems(List.of(), null, items);
        }
    }

    /**
     * The FROM clause of a SELECT.
     *
     * @param relations the relations between the commas; empty without FROM
     * @param isDual whether the clause is {@code FROM DUAL}
     */
    public record FromClause(
            List<Relation> relations,
            boolean isDual,
            @Nullable Pivot pivot) {
        public FromClause {
            relations = List.copyOf(relations);
        }

        /** Creates a clause without PIVOT. */
        public static FromClause of(List<Relation> relations) {
            return new FromClause(relations, false, null);
        }
    }

    /** The conditions of a SELECT: on rows, on groups, and on the results of a window function. */
    public record Conditions(
            @Nullable Expression where,
            @Nullable Expression having,
            @Nullable Qualify qualify) {
        /** Creates a condition on rows. */
        public static Conditions ofWhere(@Nullable Expression where) {
            return new Conditions(where, null, null);
        }
    }

    /** An item of a select list. */
    public sealed interface SelectItem {
        Span span();

        /** Calls the visitor's method for this kind of item. */
        <R> R accept(Visitor<R> visitor);

        /** A function with a method for each kind of item. */
        interface Visitor<R> {
            R visitValue(Value value);

            R visitStar(Star star);
        }

        /** An expression with an optional alias, which the word AS may precede. */
        record Value(Expression value, @Nullable Name alias, boolean hasAsKeyword, Span span) implements SelectItem {
            @Override
            public <R> R accept(Visitor<R> visitor) {
                return visitor.visitValue(this);
            }
        }

        /** {@code *} or {@code t.*}, with {@code EXCEPT (a, b)} or {@code EXCLUDE (a, b)}. */
        record Star(
                @Nullable QualifiedName qualifier,
                @Nullable String exclusionKeyword,
                List<Name> excludedColumns,
                Span span)
                implements SelectItem {
            public Star {
                excludedColumns = List.copyOf(excludedColumns);
            }

            @Override
            public <R> R accept(Visitor<R> visitor) {
                return visitor.visitStar(this);
            }
        }
    }

    /** The clause GROUP BY. GROUPING SETS may have any number of sets; the other kinds have exactly one. */
    public record Grouping(Kind kind, List<List<Expression>> sets) {
        public enum Kind {
            PLAIN,
            ROLLUP,
            CUBE,
            GROUPING_SETS;

            /**
             * Returns the words in SQL, such as {@code GROUPING SETS}; the kind PLAIN has none, and is not rendered.
             */
            public String text() {
                return this == GROUPING_SETS ? "GROUPING SETS" : name();
            }
        }

        public Grouping {
            sets = sets.stream().map(List::copyOf).toList();
        }

        public static Grouping of(Kind kind, List<Expression> items) {
            return new Grouping(kind, List.of(items));
        }

        /**
         * Returns the expressions of a GROUP BY without ROLLUP, CUBE and GROUPING SETS; an empty list with one of
         * these.
         */
        public List<Expression> plainItems() {
            return kind == Kind.PLAIN ? sets.get(0) : List.of();
        }
    }

    /** {@code QUALIFY row_number() OVER (…) = 1}. */
    public record Qualify(SelectItem windowFunction, Operator comparisonOperator, String comparedNumber) {}

    /** {@code PIVOT (sum(a) AS s FOR b IN ('x' AS y, …))}. */
    public record Pivot(List<SelectItem.Value> aggregates, List<Name> columns, List<PivotValue> values, Span span) {
        public Pivot {
            aggregates = List.copyOf(aggregates);
            columns = List.copyOf(columns);
            values = List.copyOf(values);
        }

        /** Returns the names of the columns, and the aliases of the aggregates and values. */
        public Stream<Name> names() {
            Stream<Name> aliases = Stream.concat(
                            aggregates.stream().map(SelectItem.Value::alias),
                            values.stream().map(PivotValue::alias))
                    .filter(Objects::nonNull);
            return Stream.concat(columns.stream(), aliases);
        }

        /**
         * Returns whether FOR or an argument of an aggregate is a column with this name. The server recognizes a column
         * that is an argument itself, but not one that is nested in an argument.
         */
        public boolean mentions(String columnName) {
            return columns.stream().anyMatch(name -> name.equalsIgnoreCase(columnName))
                    || aggregates.stream()
                            .flatMap(aggregate -> aggregate.value().children().stream())
                            .anyMatch(subexpression -> subexpression.unwrap() instanceof Expression.Reference reference
                                    && reference.name().lastPart().equalsIgnoreCase(columnName));
        }

        /**
         * Returns an aggregate over the rows of one value. The server keeps only the function and the first argument of
         * the aggregate.
         */
        public Expression createRestrictedAggregate(Expression aggregate, PivotValue value) {
            Expression.Call call = aggregate instanceof Expression.AggregateCall aggregateCall
                    ? aggregateCall.call()
                    : (Expression.Call) aggregate;
            Expression condition = createEquality(columns.get(0), value.values().get(0));
            for (int i = 1; i < Math.min(columns.size(), value.values().size()); i++) {
                Expression equality =
                        createEquality(columns.get(i), value.values().get(i));
                condition = new Expression.Binary(Operator.AND, condition, equality, Span.NONE);
            }
            Expression argument = call.arguments().isEmpty()
                    ? new Expression.NumberLiteral("1", Expression.NumberLiteral.Kind.INTEGER, Span.NONE)
                    : call.arguments().get(0);
            Expression caseExpression =
                    new Expression.Case(null, List.of(new Expression.When(condition, argument)), null, Span.NONE);
            return Expression.Call.of(call.function().lastPart().text(), List.of(caseExpression), call.span());
        }

        private static Expression createEquality(Name column, Expression value) {
            Expression.Reference reference = Expression.Reference.of(column, column.span());
            return new Expression.Binary(Operator.EQUAL, reference, value, Span.NONE);
        }

        public record PivotValue(
                List<Expression> values, @Nullable Name alias) {
            public PivotValue {
                values = List.copyOf(values);
            }
        }
    }
}
