package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Limit;
import org.jspecify.annotations.Nullable;

/** Resolves the variables in LIMIT and OFFSET, and refuses values that the server does not support. */
record LimitResolver(SourceResolver sourceResolver, Bindings bindings) {
    /** If a variable in LIMIT has this value, the server ignores the clause, including its OFFSET. */
    private static final long NO_LIMIT = -1;

    /**
     * Checks the LIMIT clause of a query. If it contains a variable, the clause with the value of the variable is
     * recorded in the bindings; if the server ignores the clause, null is recorded.
     */
    void resolve(Query query, Limit limit) {
        boolean hasVariable = isVariable(limit.count()) || isVariable(limit.offset());
        if (hasVariable && !(query.body() instanceof Query.Select)) {
            // The server's analysis does not read the variable, and its planner expects an integer.
            bindings.recordPlanRefusal(Refusal.ofAnalysisAt(
                    limit.count(),
                    CommonRule.UNSUPPORTED,
                    "LIMIT after a set operation or a query in parentheses",
                    "variables"));
            return;
        }
        Expression count = requireInteger(limit.count(), "LIMIT");
        Long countValue = count.integerValue();
        if (countValue != null && countValue == NO_LIMIT) {
            bindings.recordLimit(query, null);
            return;
        }
        Expression offset = limit.offset() == null ? null : requireInteger(limit.offset(), "OFFSET");
        if (hasVariable) {
            bindings.recordLimit(query, new Limit(count, offset, limit.hasComma()));
        }
        if (offset != null) {
            checkLimitPlusOffset(countValue, offset);
        }
    }

    private void checkLimitPlusOffset(@Nullable Long countValue, Expression offset) {
        Long offsetValue = offset.integerValue();
        if (countValue != null && offsetValue != null && countValue >= 0 && countValue + offsetValue < 0) {
            bindings.recordPlanRefusal(Refusal.ofAnalysisAt(
                    offset,
                    CommonRule.OUT_OF_RANGE,
                    "LIMIT plus OFFSET",
                    "a number from 0 to " + Long.MAX_VALUE,
                    countValue + " + " + offsetValue));
        }
    }

    private static boolean isVariable(@Nullable Expression value) {
        return value instanceof Expression.UserVariable;
    }

    /**
     * Returns the value of LIMIT or OFFSET, which is a variable only if its value is unknown.
     *
     * @throws Refusal if the value of a variable is not an integer of at most 64 bits
     */
    private Expression requireInteger(Expression value, String clause) {
        if (!(value instanceof Expression.UserVariable variable)) {
            return value;
        }
        Expression literal = sourceResolver.resolveVariable(variable);
        boolean isUnknownVariable = literal instanceof Expression.UserVariable;
        boolean isInteger = literal.integerValue() != null
                && !TypeConstants.LARGEINT.equals(
                        sourceResolver.determineVariableType(variable).type());
        if (!isUnknownVariable && !isInteger) {
            throw Refusal.ofAnalysisAt(variable, CommonRule.NOT_A_NUMBER, clause, Sql.render(variable));
        }
        return literal;
    }
}
