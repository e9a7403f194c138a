package dev.cairn.engine.advice;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Relation;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The relations and conditions of one SELECT for the advice about joins and keys, without the parts of its subqueries.
 * Conditions that AND joins are separate here, since each of them restricts the rows by itself.
 */
final class SelectParts {
    private final Select select;
    private final @Nullable Query query;
    private final Bindings bindings;
    private final List<BoundRelation> relations = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Name> usingColumns = new ArrayList<>();

    private SelectParts(Select select, @Nullable Query query, Bindings bindings) {
        this.select = select;
        this.query = query;
        this.bindings = bindings;
        addConditions(select.where());
        select.from().forEach(this::addRelation);
        addConditions(select.having());
    }

    /**
     * One of the conditions that AND joins in a clause. The condition of an outer join counts, too, although it does
     * not exclude rows of the preserved side.
     *
     * @param references the names in the condition, including those in its subqueries
     */
    record Condition(Expression expression, List<Expression.Reference> references) {}

    /** Returns all SELECTs of a query, including the SELECTs in common tables, subqueries and relations. */
    static List<SelectParts> collectIn(Query query, Bindings bindings) {
        List<SelectParts> selects = new ArrayList<>();
        IdentityHashMap<Query.Body, Query> queryByBody = new IdentityHashMap<>();
        query.visit(new Query.QueryVisitor() {
            @Override
            public void visitQuery(Query visitedQuery) {
                queryByBody.put(visitedQuery.body(), visitedQuery);
            }

            @Override
            public void visitSelect(Select visitedSelect) {
                selects.add(new SelectParts(visitedSelect, queryByBody.get(visitedSelect), bindings));
            }
        });
        return selects;
    }

    Select select() {
        return select;
    }

    /** Returns the query with the ORDER BY and LIMIT of this SELECT; null for an operand of a set operation. */
    @Nullable
    Query query() {
        return query;
    }

    /** Returns the resolved references of the statement. */
    Bindings bindings() {
        return bindings;
    }

    /** Returns the relations in FROM, without joins and parentheses. */
    List<BoundRelation> relations() {
        return relations;
    }

    /** Returns the conditions of WHERE, ON and HAVING. */
    List<Condition> conditions() {
        return conditions;
    }

    /** Returns the columns of all USING clauses. */
    List<Name> usingColumns() {
        return usingColumns;
    }

    /** Returns the relation of this FROM clause to which a column belongs; null for a column of an enclosing query. */
    @Nullable
    BoundRelation findRelation(RelationField field) {
        for (BoundRelation relation : relations) {
            if (field.isColumnOf(relation)) {
                return relation;
            }
        }
        return null;
    }

    /** Returns the column that a name refers to, in a list that is empty if the name is not resolved. */
    List<RelationField> resolveColumns(Expression.Reference reference) {
        RelationField field = bindings.findColumn(reference);
        return field == null ? List.of() : List.of(field);
    }

    /** Returns the names in an expression, including those in its subqueries. */
    static List<Expression.Reference> collectReferences(Expression expression) {
        List<Expression.Reference> references = new ArrayList<>();
        Query.visit(expression, new Query.QueryVisitor() {
            @Override
            public void visitExpression(Expression subexpression) {
                if (subexpression instanceof Expression.Reference reference) {
                    references.add(reference);
                }
            }
        });
        return references;
    }

    private void addConditions(@Nullable Expression condition) {
        if (condition == null) {
            return;
        }
        condition.conjuncts().forEach(conjunct -> conditions.add(new Condition(conjunct, collectReferences(conjunct))));
    }

    private void addRelation(Relation relation) {
        if (relation instanceof Relation.Join join) {
            addConditions(join.on());
            usingColumns.addAll(join.using());
        }
        BoundRelation boundRelation = bindings.findBoundRelation(relation);
        if (boundRelation != null) {
            relations.add(boundRelation);
        }
        relation.children().forEach(this::addRelation);
    }
}
