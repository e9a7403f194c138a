package dev.cairn.sql.ast;

/**
 * The precedence of an expression, loosest first. An operand that binds more loosely than its place requires needs
 * parentheses.
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
    SUM,
    PRODUCT,
    BIT_XOR,
    MATCH,
    ARROW,
    SUBSCRIPT,
    NOT_SIGN,
    SIGN,
    FIELD,
    COLLATE,
    ATOM;

    /** The loosest precedence of the grammar's valueExpression. */
    public static final Precedence VALUE = SHIFT_RIGHT_LOGICAL;

    public boolean isLooserThan(Precedence other) {
        return compareTo(other) < 0;
    }

    public static Precedence of(Operator operator) {
        return switch (operator) {
            case OR, OR_SIGN -> OR;
            case AND, AND_SIGN -> AND;
            case NOT, BINARY -> NOT;
            case EQUAL, EQUAL_FOR_NULL, NOT_EQUAL, NOT_EQUAL_SIGN, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                COMPARISON;
            case SHIFT_RIGHT_LOGICAL -> SHIFT_RIGHT_LOGICAL;
            case SHIFT_RIGHT -> SHIFT_RIGHT;
            case SHIFT_LEFT -> SHIFT_LEFT;
            case BIT_OR -> BIT_OR;
            case BIT_AND -> BIT_AND;
            case PLUS, MINUS -> SUM;
            case TIMES, DIVIDE, INT_DIVIDE, MODULO, MODULO_WORD -> PRODUCT;
            case BIT_XOR -> BIT_XOR;
            case NOT_SIGN -> NOT_SIGN;
            case BIT_NOT -> SIGN;
        };
    }

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
                || expression instanceof Expression.InQuery
                || expression instanceof Expression.Between
                || expression instanceof Expression.Like) {
            return PREDICATE;
        }
        return expression instanceof Expression.Match ? MATCH : ofChain(expression);
    }

    /**
     * Returns the precedence of a chain of suffixes. Any suffix may follow any other; the loosest one determines the
     * precedence.
     */
    private static Precedence ofChain(Expression expression) {
        Precedence loosest = ATOM;
        Expression current = expression;
        while (hasSuffix(current)) {
            Precedence suffixPrecedence = ofSuffix(current);
            loosest = suffixPrecedence.isLooserThan(loosest) ? suffixPrecedence : loosest;
            current = current.children().get(0);
        }
        return loosest;
    }

    /** Returns whether the expression ends with a suffix, such as a subscript or a field. */
    public static boolean hasSuffix(Expression expression) {
        return expression instanceof Expression.Arrow
                || expression instanceof Expression.Subscript
                || expression instanceof Expression.Slice
                || expression instanceof Expression.FieldAccess
                || expression instanceof Expression.Collate;
    }

    private static Precedence ofSuffix(Expression expression) {
        if (expression instanceof Expression.Arrow) {
            return ARROW;
        }
        if (expression instanceof Expression.FieldAccess) {
            return FIELD;
        }
        return expression instanceof Expression.Collate ? COLLATE : SUBSCRIPT;
    }

    private static Precedence of(Expression.Unary unary) {
        return unary.operator() == Operator.PLUS || unary.operator() == Operator.MINUS ? SIGN : of(unary.operator());
    }
}
