package dev.cairn.engine.advice;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Relation;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One SELECT of a statement, with its relations and conditions. */
final class SelectParts {
    private final Select select;
    private final @Nullable Query query;
    private final Bindings bindings;
    private final List<BoundRelation> relations = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Name> using = new ArrayList<>();

    private SelectParts(Select select, @Nullable Query query, Bindings bindings) {
        this.select = select;
        this.query = query;
        this.bindings = bindings;
        addConditions(select.where());
        select.from().forEach(this::addRelation);
        addConditions(select.having());
    }

    /** @param references the names in the condition, including those in its subqueries */
    record Condition(Expression expression, List<Expression.Reference> references) {}

    /** Returns all SELECTs of a query, including those of common tables, subqueries and relations. */
    static List<SelectParts> of(Query query, Bindings bindings) {
        List<SelectParts> all = new ArrayList<>();
        IdentityHashMap<Query.Body, Query> queries = new IdentityHashMap<>();
        query.visit(new Query.PartVisitor() {
            @Override
            public void visitQuery(Query part) {
                queries.put(part.body(), part);
            }

            @Override
            public void visitSelect(Select part) {
                all.add(new SelectParts(part, queries.get(part), bindings));
            }
        });
        return all;
    }

    Select select() {
        return select;
    }

    /** The query with the ORDER BY and LIMIT of this SELECT; null for an operand of a set operation. */
    @Nullable
    Query query() {
        return query;
    }

    /** What the parts of the statement refer to. */
    Bindings bindings() {
        return bindings;
    }

    /** The relations in FROM, without joins and parentheses. */
    List<BoundRelation> relations() {
        return relations;
    }

    /** The conditions of WHERE, ON and HAVING that all have to hold. */
    List<Condition> conditions() {
        return conditions;
    }

    /** The columns of all USING. */
    List<Name> usingColumns() {
        return using;
    }

    /** Returns the relation of this FROM clause that a column belongs to; null for a column of an enclosing query. */
    @Nullable
    BoundRelation relation(RelationField field) {
        for (BoundRelation relation : relations) {
            if (field.isOf(relation)) {
                return relation;
            }
        }
        return null;
    }

    /** Returns the column that a name refers to, if any. */
    List<RelationField> fields(Expression.Reference reference) {
        RelationField field = bindings.column(reference);
        return field == null ? List.of() : List.of(field);
    }

    /** Returns the names in an expression, including those in its subqueries. */
    static List<Expression.Reference> references(Expression expression) {
        List<Expression.Reference> references = new ArrayList<>();
        Query.visit(expression, new Query.PartVisitor() {
            @Override
            public void visitExpression(Expression part) {
                if (part instanceof Expression.Reference reference) {
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
        if (condition.unwrap() instanceof Expression.Binary binary
                && binary.operator().meaning() == Operator.AND) {
            addConditions(binary.left());
            addConditions(binary.right());
        } else {
            conditions.add(new Condition(condition, references(condition)));
        }
    }

    private void addRelation(Relation relation) {
        if (relation instanceof Relation.Join join) {
            addConditions(join.on());
            using.addAll(join.using());
        }
        BoundRelation bound = bindings.relation(relation);
        if (bound != null) {
            relations.add(bound);
        }
        relation.parts().forEach(this::addRelation);
    }
}
