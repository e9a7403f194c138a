package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.Typed;
import dev.cairn.sql.ast.Query;
import java.util.List;

/** What the queries inside of an expression give. */
public interface Subqueries {
    /** For expressions that stand where no query may be looked into: nothing is known of any. */
    Subqueries UNKNOWN = query -> List.of(Typed.UNKNOWN);

    /** The columns of the query, at least one. */
    List<Typed> columns(Query query);
}
