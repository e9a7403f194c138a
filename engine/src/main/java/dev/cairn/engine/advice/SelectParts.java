package dev.cairn.engine.advice;

import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.engine.advice.QueryFacts.NamedSource;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One SELECT of a statement, with its relations and conditions. */
final class SelectParts {
    private final Select select;
    private final @Nullable Query query;
    private final Map<String, Query> commonTables;
    private final QueryFacts facts;
    private final List<FromItem> relations = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Name> using = new ArrayList<>();

    private SelectParts(Select select, @Nullable Query query, Map<String, Query> commonTables, QueryFacts facts) {
        this.select = select;
        this.query = query;
        this.commonTables = commonTables;
        this.facts = facts;
        addConditions(select.where());
        select.from().forEach(this::addRelation);
        addConditions(select.having());
    }

    /**
     * A relation in FROM.
     *
     * @param name null if its columns can only be named without a qualifier
     * @param source null for anything but a table or a view
     */
    record FromItem(
            Relation relation,
            @Nullable RelationName name,
            @Nullable NamedSource source) {
        boolean is(RelationField field) {
            return name != null && name.equals(field.relation());
        }
    }

    /** @param references the names in the condition, including those in its subqueries */
    record Condition(Expression expression, List<Expression.Reference> references) {}

    /** Returns all SELECTs of a query, including those of common tables, subqueries and relations. */
    static List<SelectParts> of(Query query, QueryFacts facts) {
        List<SelectParts> all = new ArrayList<>();
        new Selects((select, whole, commonTables) -> all.add(new SelectParts(select, whole, commonTables, facts)))
                .visit(query, Map.of());
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

    /** The common tables that this SELECT can read. */
    Map<String, Query> commonTables() {
        return commonTables;
    }

    QueryFacts facts() {
        return facts;
    }

    /** The relations in FROM, without joins and parentheses. */
    List<FromItem> relations() {
        return relations;
    }

    /** The conditions of WHERE, ON and HAVING that all have to hold. */
    List<Condition> conditions() {
        return conditions;
    }

    /** The columns of all USING. */
    List<Name> using() {
        return using;
    }

    /** Returns the relation of this FROM clause that a column belongs to; null for a column of an enclosing query. */
    @Nullable
    FromItem relation(RelationField field) {
        for (FromItem item : relations) {
            if (item.is(field)) {
                return item;
            }
        }
        return null;
    }

    /** Returns the columns that a name refers to. */
    List<RelationField> fields(Expression.Reference reference) {
        return facts.fields(reference.span());
    }

    /** Returns the names in an expression, including those in its subqueries. */
    static List<Expression.Reference> references(Expression expression) {
        List<Expression.Reference> references = new ArrayList<>();
        Query.visit(expression, new Query.PartVisitor() {
            @Override
            public void expression(Expression part) {
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
        if (condition.unwrapped() instanceof Expression.Binary binary
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
        if (relation.parts().isEmpty()) {
            relations.add(item(relation));
        }
        relation.parts().forEach(this::addRelation);
    }

    private FromItem item(Relation relation) {
        if (relation instanceof Relation.Named named) {
            NamedSource source = facts.source(named);
            Name name =
                    named.alias() == null ? named.name().last() : named.alias().name();
            return new FromItem(relation, source == null ? RelationName.alone(name.text()) : source.name(), source);
        }
        Relation.Alias alias = null;
        if (relation instanceof Relation.Derived derived) {
            alias = derived.alias();
        } else if (relation instanceof Relation.Values values) {
            alias = values.alias();
        } else if (relation instanceof Relation.Function function) {
            alias = function.alias();
        }
        return new FromItem(
                relation, alias == null ? null : RelationName.alone(alias.name().text()), null);
    }

    /** Visits the SELECTs of a query. */
    private record Selects(SelectVisitor visitor) {
        interface SelectVisitor {
            void visit(Select select, @Nullable Query whole, Map<String, Query> commonTables);
        }

        void visit(Query query, Map<String, Query> outer) {
            Map<String, Query> commonTables = outer;
            if (!query.with().isEmpty()) {
                commonTables = new HashMap<>(outer);
                for (Query.CommonTable table : query.with()) {
                    visit(table.query(), Map.copyOf(commonTables));
                    commonTables.put(table.name().text(), table.query());
                }
            }
            visit(query.body(), query, commonTables);
            for (SortItem item : query.orderBy()) {
                visitSubqueries(item.value(), commonTables);
            }
        }

        private void visit(Query.Body body, @Nullable Query whole, Map<String, Query> commonTables) {
            if (body instanceof Select select) {
                visitor.visit(select, whole, commonTables);
                select.from().forEach(relation -> visit(relation, commonTables));
                select.expressions().forEach(expression -> visitSubqueries(expression, commonTables));
            } else if (body instanceof Query.SetOperation operation) {
                visit(operation.left(), null, commonTables);
                visit(operation.right(), null, commonTables);
            } else if (body instanceof Query.Nested nested) {
                visit(nested.query(), commonTables);
            }
        }

        private void visit(Relation relation, Map<String, Query> commonTables) {
            if (relation instanceof Relation.Derived derived) {
                visit(derived.query(), commonTables);
            }
            relation.parts().forEach(part -> visit(part, commonTables));
            relation.expressions().forEach(expression -> visitSubqueries(expression, commonTables));
        }

        private void visitSubqueries(Expression expression, Map<String, Query> commonTables) {
            expression.visit(part -> {
                if (part.query() != null) {
                    visit(part.query(), commonTables);
                }
            });
        }
    }
}
