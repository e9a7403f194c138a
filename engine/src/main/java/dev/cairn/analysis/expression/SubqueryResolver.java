package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.sql.ast.Query;
import java.util.List;

/** Determines the columns of the subqueries in an expression. */
public interface SubqueryResolver {
    /** For expressions in which subqueries are not analysed: their types are unknown. */
    SubqueryResolver UNKNOWN = query -> List.of(ExpressionType.UNKNOWN);

    /** Returns the columns of the query, at least one. */
    List<ExpressionType> resolveColumnTypes(Query query);
}
