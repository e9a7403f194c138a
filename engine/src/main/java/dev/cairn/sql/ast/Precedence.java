package dev.cairn.sql.ast;

import org.jspecify.annotations.Nullable;

/**
 * The precedence of an expression, loosest first. An operand that binds more loosely than its place requires needs
 * parentheses. The order follows the server's grammar, where BIT_XOR binds more tightly than a product, and each shift
 * has a separate precedence.
 */
public enum Precedence {
    OR,
    AND,
    NOT,
    COMPARISON,
    PREDICATE,
    SHIFT_RIGHT_LOGICAL,
    SHIFT_RIGHT,
    SHIFT_LEFT,
    BIT_OR,
    BIT_AND,
    ADDITIVE,
    MULTIPLICATIVE,
    BIT_XOR,
    MATCH,
    ARROW,
    SUBSCRIPT,
    NOT_SIGN,
    SIGN,
    FIELD,
    COLLATE,
    PRIMARY;

    /** The loosest precedence of the grammar's valueExpression. */
    public static final Precedence VALUE_EXPRESSION = SHIFT_RIGHT_LOGICAL;

    /** Returns whether this binds more loosely than the other one. */
    public boolean isLooserThan(Precedence other) {
        return compareTo(other) < 0;
    }

    /** Returns the precedence of a binary operator, or of a prefix operator other than + and -. */
    public static Precedence of(Operator operator) {
        return switch (operator) {
            case OR, OR_SIGN -> OR;
            case AND, AND_SIGN -> AND;
            case NOT, BINARY -> NOT;
            case EQUAL, NULL_SAFE_EQUAL, NOT_EQUAL, NOT_EQUAL_SIGN, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                COMPARISON;
            case SHIFT_RIGHT_LOGICAL -> SHIFT_RIGHT_LOGICAL;
            case SHIFT_RIGHT -> SHIFT_RIGHT;
            case SHIFT_LEFT -> SHIFT_LEFT;
            case BIT_OR -> BIT_OR;
            case BIT_AND -> BIT_AND;
            case PLUS, MINUS -> ADDITIVE;
            case TIMES, DIVIDE, INT_DIVIDE, MODULO, MODULO_WORD -> MULTIPLICATIVE;
            case BIT_XOR -> BIT_XOR;
            case NOT_SIGN -> NOT_SIGN;
            case BIT_NOT -> SIGN;
        };
    }

    /** Returns the precedence of the outermost operation; {@link #PRIMARY} for literals, calls and parentheses. */
    public static Precedence of(Expression expression) {
        if (expression instanceof Expression.Binary binary) {
            return of(binary.operator());
        }
        if (expression instanceof Expression.Unary unary) {
            return of(unary);
        }
        if (expression instanceof Expression.IsNull) {
            return COMPARISON;
        }
        if (expression instanceof Expression.In
                || expression instanceof Expression.InSubquery
                || expression instanceof Expression.Between
                || expression instanceof Expression.Like) {
            return PREDICATE;
        }
        return expression instanceof Expression.Match ? MATCH : ofSuffixChain(expression);
    }

    /**
     * Returns the precedence of a chain of suffixes. Any suffix may follow any other; the loosest suffix determines the
     * precedence.
     */
    private static Precedence ofSuffixChain(Expression expression) {
        Precedence loosestPrecedence = PRIMARY;
        Expression base = expression;
        for (Precedence suffixPrecedence = ofSuffix(base);
                suffixPrecedence != null;
                suffixPrecedence = ofSuffix(base)) {
            loosestPrecedence = suffixPrecedence.isLooserThan(loosestPrecedence) ? suffixPrecedence : loosestPrecedence;
            base = base.children().get(0);
        }
        return loosestPrecedence;
    }

    /** Returns whether the expression ends with a suffix, such as a subscript or a field. */
    public static boolean hasSuffix(Expression expression) {
        return ofSuffix(expression) != null;
    }

    /** Returns the precedence of the suffix with which an expression ends; null if it ends with none. */
    private static @Nullable Precedence ofSuffix(Expression expression) {
        if (expression instanceof Expression.Arrow) {
            return ARROW;
        }
        if (expression instanceof Expression.FieldAccess) {
            return FIELD;
        }
        if (expression instanceof Expression.Collate) {
            return COLLATE;
        }
        return expression instanceof Expression.Subscript || expression instanceof Expression.Slice ? SUBSCRIPT : null;
    }

    private static Precedence of(Expression.Unary unary) {
        return unary.operator() == Operator.PLUS || unary.operator() == Operator.MINUS ? SIGN : of(unary.operator());
    }
}
