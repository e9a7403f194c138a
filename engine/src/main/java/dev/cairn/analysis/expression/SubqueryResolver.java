package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.sql.ast.Query;
import java.util.List;

/** Determines the columns of the subqueries in an expression. */
public interface SubqueryResolver {
    /** A resolver that does not analyze subqueries: each has one column of unknown type. */
    SubqueryResolver UNTYPED = query -> List.of(ExpressionType.UNKNOWN);

    /** Returns the types of the columns of the query, which has at least one column. */
    List<ExpressionType> resolveColumnTypes(Query query);
}
