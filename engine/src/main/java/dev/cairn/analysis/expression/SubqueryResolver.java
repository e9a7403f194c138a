package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.sql.ast.Query;
import java.util.List;

/** Determines the types of the columns that the subqueries in an expression return. */
public interface SubqueryResolver {
    /** A resolver that does not analyze subqueries: each has one column of unknown type. */
    SubqueryResolver UNTYPED = query -> List.of(ExpressionType.UNKNOWN);

    /** Returns the types of the columns of the query, which has at least one column. */
    List<ExpressionType> resolveColumnTypes(Query query);
}
