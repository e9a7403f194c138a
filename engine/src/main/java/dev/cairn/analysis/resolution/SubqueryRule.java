package dev.cairn.analysis.resolution;

import dev.cairn.sql.token.RefusalRule;

/** The forms of subqueries that a server accepts in a view, but can't plan when the view or the query is read. */
public enum SubqueryRule implements RefusalRule {
    COLUMN_NOT_VISIBLE("Column '%s' cannot be resolved here: only the WHERE clause of a subquery can use columns of"
            + " the query directly around it"),
    COLUMN_OUTSIDE_WHERE("Column '%s' of the enclosing query can only be used in the WHERE clause of a subquery"),
    COLUMN_BEFORE_IN("Column '%s' of the enclosing query can't be compared with a subquery by IN"),
    NOT_EQUALITY("The conditions on columns of the enclosing query must be equalities (=) in this subquery"),
    NO_EQUALITY("EXISTS with columns of the enclosing query needs at least one equality (=) on them"),
    CLAUSE_UNSUPPORTED("A subquery that uses columns of the enclosing query can't have %s"),
    CONSTANT_BEFORE_IN("Only a condition of WHERE, HAVING or ON can compare a constant with a subquery by IN"),
    TUPLE_BEFORE_IN("Only a condition of WHERE, HAVING or ON can compare several values with a subquery by IN"),
    SEVERAL_COLUMNS_IN("Only a condition of WHERE, HAVING or ON can be an IN whose subquery uses several columns of"
            + " the enclosing query"),
    COLUMNS_OF_BOTH_JOIN_SIDES("A condition with a subquery in ON can't use columns of both relations of the join"),
    SEVERAL_SUBQUERIES_IN_JOIN("A condition in ON can't contain more than one subquery");

    private final String template;

    SubqueryRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
