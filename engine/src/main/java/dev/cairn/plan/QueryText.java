package dev.cairn.plan;

import dev.cairn.analysis.comparison.QueryComparison;
import dev.cairn.sql.Query;

/** Whether two views say the same: blanks, line breaks and comments in their texts are no difference. */
final class QueryText {
    private QueryText() {}

    /**
     * @param printsAnew the server shows a query as it understood it; what then can't be told apart counts as the same, since
     *     a view that did not change must not be touched
     */
    static boolean same(Query one, Query other, boolean printsAnew) {
        if (one.equals(other)) {
            return true;
        }
        return printsAnew
                ? QueryComparison.withPrinted(null, null).compare(one, other) != QueryComparison.Answer.DIFFERENT
                : QueryComparison.of(null, null).compare(one, other) == QueryComparison.Answer.SAME;
    }
}
