package dev.cairn.analysis.function;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.Call;
import java.util.List;
import java.util.Set;

/**
 * Decides which expressions the server's planner certainly evaluates to NULL: it replaces a call whose arguments are
 * constants by NULL if one of them is NULL. Arrays, maps and structs are not constants for the planner.
 */
public final class FoldedNulls {
    /** The functions that may return a value although an argument is NULL, except functions that are never NULL. */
    private static final Set<String> NON_STRICT_FUNCTIONS = Set.of(
            "if",
            "concat_ws",
            "ifnull",
            "nullif",
            "null_or_empty",
            "coalesce",
            "bitmap_hash",
            "bitmap_hash64",
            "percentile_hash",
            "hll_hash",
            "json_object",
            "aes_encrypt",
            "aes_decrypt",
            "encode_fingerprint_sha256",
            "encode_sort_key",
            "assert_true");

    private FoldedNulls() {}

    /** Returns whether an expression is NULL for the planner; false if this is not certain. */
    public static boolean isNull(Expression expression) {
        Expression bareExpression = expression.unwrap();
        if (bareExpression instanceof Expression.NullLiteral) {
            return true;
        }
        if (bareExpression instanceof Expression.Cast cast) {
            return isNull(cast.value());
        }
        if (bareExpression instanceof Binary binary) {
            return isStrict(binary) && hasNullAmongConstants(binary.children());
        }
        return bareExpression instanceof Call call && isStrict(call) && hasNullAmongConstants(call.arguments());
    }

    /** Returns whether all arguments of a function are constants, and at least one of them is NULL. */
    public static boolean hasNullAmongConstants(List<Expression> arguments) {
        return arguments.stream().allMatch(FoldedNulls::isConstant)
                && arguments.stream().anyMatch(FoldedNulls::isNull);
    }

    private static boolean isConstant(Expression expression) {
        Expression bareExpression = expression.unwrap();
        return bareExpression instanceof Expression.NumberLiteral
                || bareExpression instanceof Expression.StringLiteral
                || bareExpression instanceof Expression.BooleanLiteral
                || bareExpression.integerValue() != null
                || isNull(bareExpression);
    }

    private static boolean isStrict(Binary binary) {
        return switch (binary.operator().canonicalOperator()) {
            case OR, AND, NULL_SAFE_EQUAL -> false;
            default -> true;
        };
    }

    private static boolean isStrict(Call call) {
        FunctionEntry function = BuiltinFunctions.resolveEntry(call);
        return function.kind() == FunctionEntry.Kind.SCALAR
                && !function.overloads().isEmpty()
                && !function.hasTrait(FunctionTrait.NEVER_NULL)
                && !NON_STRICT_FUNCTIONS.contains(function.name());
    }
}
