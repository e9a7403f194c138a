package dev.cairn.sql.ast;

import dev.cairn.sql.ast.Expression.Binary;
import java.util.ArrayList;
import java.util.List;

/**
 * A chain of operands combined with AND, or with OR. A short chain becomes the same tree as on the server, in which
 * each operator is above the operands on its left. A long chain becomes an equivalent balanced tree; otherwise
 * recursive code would need a stack frame for each operator.
 *
 * @param operators the operators between the operands, in any spelling; one fewer than the operands
 */
public record LogicalChain(List<Expression> operands, List<Operator> operators) {
    /** The greatest number of operands of a chain that keeps the tree of the server. */
    private static final int MAX_LEFT_NESTING = 100;

    /**
     * Returns the chain whose topmost operator this is, if the chain is long; otherwise the operator with its two
     * operands.
     */
    public static LogicalChain ofTopmostOperator(Binary topmostBinary) {
        LogicalChain chain = new LogicalChain(new ArrayList<>(), new ArrayList<>());
        chain.flatten(topmostBinary, Precedence.of(topmostBinary.operator()));
        return chain.isLong()
                ? chain
                : new LogicalChain(
                        List.of(topmostBinary.left(), topmostBinary.right()), List.of(topmostBinary.operator()));
    }

    /** Returns whether the operator is AND or OR, in any spelling. */
    public static boolean isLogical(Operator operator) {
        return Precedence.of(operator) == Precedence.AND || Precedence.of(operator) == Precedence.OR;
    }

    public boolean isLong() {
        return operands.size() > MAX_LEFT_NESTING;
    }

    private void flatten(Expression expression, Precedence precedence) {
        Expression leftmost = expression;
        List<Binary> binaries = new ArrayList<>();
        while (leftmost instanceof Binary binary && Precedence.of(binary.operator()) == precedence) {
            binaries.add(binary);
            leftmost = binary.left();
        }
        operands.add(leftmost);
        for (int i = binaries.size() - 1; i >= 0; i--) {
            operators.add(binaries.get(i).operator());
            flatten(binaries.get(i).right(), precedence);
        }
    }

    /** Returns the expression of the chain, as a balanced tree if the chain is long. */
    public Expression buildTree() {
        if (isLong()) {
            return buildBalancedTree(0, operands.size());
        }
        Expression tree = operands.get(0);
        for (int i = 0; i < operators.size(); i++) {
            tree = createBinary(tree, operators.get(i), operands.get(i + 1));
        }
        return tree;
    }

    private Expression buildBalancedTree(int start, int end) {
        if (end - start == 1) {
            return operands.get(start);
        }
        int middle = (start + end) >>> 1;
        return createBinary(
                buildBalancedTree(start, middle), operators.get(middle - 1), buildBalancedTree(middle, end));
    }

    private static Expression createBinary(Expression left, Operator operator, Expression right) {
        return new Binary(operator, left, right, left.span().extendTo(right.span()));
    }

    /** Returns the number of operator levels in the tree. */
    public int height() {
        return isLong() ? Integer.SIZE - Integer.numberOfLeadingZeros(operands.size() - 1) : operators.size();
    }
}
