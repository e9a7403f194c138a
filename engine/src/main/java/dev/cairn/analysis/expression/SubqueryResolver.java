package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.sql.ast.Query;
import java.util.List;

/** What the queries inside of an expression give. */
public interface SubqueryResolver {
    /** For expressions that stand where no query may be looked into: nothing is known of any. */
    SubqueryResolver UNKNOWN = query -> List.of(ExpressionType.UNKNOWN);

    /** The columns of the query, at least one. */
    List<ExpressionType> columns(Query query);
}
