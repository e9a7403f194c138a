package dev.cairn.sql.write;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.Operator;
import dev.cairn.sql.ast.Expression.Unary;
import dev.cairn.sql.ast.LogicalChain;
import dev.cairn.sql.ast.Precedence;

/**
 * Writes expressions with the spacing of the server's output. Parentheses that are part of the expression are written
 * as they are. If a constructed expression lacks parentheses that its structure requires, they are added, except in the
 * form of SHOW CREATE, where the server omits them too.
 */
public final class ExpressionWriter {
    private ExpressionWriter() {}

    public static void write(SqlTextBuilder out, Expression expression) {
        if (expression instanceof Expression.Reference reference) {
            out.list(reference.name().parts(), ".", SqlTextBuilder::nameAsWritten);
        } else if (expression instanceof Binary binary) {
            binary(out, binary);
        } else if (expression instanceof Unary unary) {
            unary(out, unary);
        } else if (expression instanceof Expression.Group group) {
            out.put("(");
            write(out, group.inner());
            out.put(")");
        } else if (!isWrittenAsLeaf(out, expression) && !isWrittenAsPredicate(out, expression)) {
            CallWriter.write(out, expression);
        }
    }

    /** Writes an operand, in parentheses if it binds more loosely than required. */
    static void operand(SqlTextBuilder out, Expression expression, Precedence needed) {
        if (!out.shown() && Precedence.of(expression).looserThan(needed)) {
            inParentheses(out, expression);
        } else {
            write(out, expression);
        }
    }

    /** Writes an operand that other tokens follow; a lambda would absorb them, so it is put in parentheses. */
    static void leftOperand(SqlTextBuilder out, Expression expression, Precedence needed) {
        if (!out.shown() && (Precedence.of(expression).looserThan(needed) || endsInLambda(expression))) {
            inParentheses(out, expression);
        } else {
            write(out, expression);
        }
    }

    /** Writes the right operand of a left-associative operator, in parentheses unless it binds more tightly. */
    private static void rightOperand(SqlTextBuilder out, Expression expression, Precedence left) {
        if (!out.shown() && !left.looserThan(Precedence.of(expression))) {
            inParentheses(out, expression);
        } else {
            write(out, expression);
        }
    }

    /** Writes the base of a suffix. */
    static void base(SqlTextBuilder out, Expression expression, Precedence link) {
        leftOperand(out, expression, Precedence.isBehind(expression) ? Precedence.OR : link);
    }

    static void inParentheses(SqlTextBuilder out, Expression expression) {
        out.put("(");
        write(out, expression);
        out.put(")");
    }

    private static boolean endsInLambda(Expression expression) {
        Expression last = expression;
        while (true) {
            if (last instanceof Binary binary) {
                last = binary.right();
            } else if (last instanceof Unary unary) {
                last = unary.operand();
            } else if (last instanceof Expression.Between between) {
                last = between.high();
            } else if (last instanceof Expression.Like like) {
                last = like.pattern();
            } else if (last instanceof Expression.Match match) {
                last = match.pattern();
            } else {
                return last instanceof Expression.Lambda;
            }
        }
    }

    private static void binary(SqlTextBuilder out, Binary binary) {
        Precedence level = Precedence.of(binary.operator());
        if (LogicalChain.isLogical(binary.operator()) && Precedence.of(binary.right()) == level) {
            LogicalChain chain = LogicalChain.under(binary);
            if (chain.isLong()) {
                leftOperand(out, chain.operands().get(0), level);
                for (int i = 0; i < chain.operators().size(); i++) {
                    out.put(" ").put(chain.operators().get(i).text()).put(" ");
                    rightOperand(out, chain.operands().get(i + 1), level);
                }
                return;
            }
        }
        leftOperand(out, binary.left(), level);
        out.put(" ").put(binary.operator().text()).put(" ");
        rightOperand(out, binary.right(), level);
    }

    private static void unary(SqlTextBuilder out, Unary unary) {
        Operator operator = unary.operator();
        out.put(operator.text());
        if (operator == Operator.NOT) {
            operand(out.put(" "), unary.operand(), Precedence.NOT);
        } else if (operator == Operator.BINARY) {
            operand(out.put(" "), unary.operand(), Precedence.COMPARISON);
        } else {
            sign(out, unary);
        }
    }

    private static void sign(SqlTextBuilder out, Unary unary) {
        int start = out.length();
        // A sign may apply to an expression that begins with a sign; two minuses would begin a comment.
        operand(out, unary.operand(), unary.operand() instanceof Unary ? Precedence.NOT_SIGN : Precedence.of(unary));
        if (unary.operator() == Operator.MINUS && out.at(start) == '-') {
            out.insert(start, " ");
        }
    }

    private static boolean isWrittenAsPredicate(SqlTextBuilder out, Expression expression) {
        if (expression instanceof Expression.IsNull isNull) {
            leftOperand(out, isNull.value(), Precedence.COMPARISON);
            out.put(isNull.negated() ? " IS NOT NULL" : " IS NULL");
        } else if (expression instanceof Expression.In in) {
            leftOperand(out, in.value(), Precedence.VALUE);
            out.put(in.negated(), " NOT").put(" IN (");
            out.list(in.candidates(), ", ", ExpressionWriter::write).put(")");
        } else if (expression instanceof Expression.InQuery in) {
            leftOperand(out, in.value(), Precedence.VALUE);
            out.put(in.negated(), " NOT").put(" IN (");
            QueryWriter.write(out, in.query());
            out.put(")");
        } else if (expression instanceof Expression.Between between) {
            between(out, between);
        } else if (expression instanceof Expression.Like like) {
            leftOperand(out, like.value(), Precedence.VALUE);
            out.put(like.negated(), " NOT").put(" ").put(like.word()).put(" ");
            operand(out, like.pattern(), Precedence.VALUE);
        } else if (expression instanceof Expression.Match match) {
            leftOperand(out, match.value(), Precedence.MATCH);
            out.put(match.negated(), " NOT").put(" ").put(match.word()).put(" ");
            rightOperand(out, match.pattern(), Precedence.MATCH);
        } else {
            return false;
        }
        return true;
    }

    private static void between(SqlTextBuilder out, Expression.Between between) {
        leftOperand(out, between.value(), Precedence.VALUE);
        out.put(between.negated(), " NOT").put(" BETWEEN ");
        leftOperand(out, between.low(), Precedence.VALUE);
        out.put(" AND ");
        operand(out, between.high(), Precedence.PREDICATE);
    }

    private static boolean isWrittenAsLeaf(SqlTextBuilder out, Expression expression) {
        if (expression instanceof Expression.Number number) {
            out.put(number.text());
        } else if (expression instanceof Expression.Text text) {
            text(out, text);
        } else if (expression instanceof Expression.Null) {
            out.put("NULL");
        } else if (expression instanceof Expression.Bool bool) {
            out.put(bool.value() ? "TRUE" : "FALSE");
        } else if (expression instanceof Expression.DateText date) {
            out.put(date.withTime() ? "DATETIME " : "DATE ").text(QuotingContext.LITERAL, date.value());
        } else if (expression instanceof Expression.Hex hex) {
            out.put("x'").put(hex.digits()).put("'");
        } else if (expression instanceof Expression.Boundary boundary) {
            out.put(boundary.word());
        } else if (expression instanceof Expression.Unit unit) {
            out.put(unit.word());
        } else if (expression instanceof Expression.UserVariable variable) {
            out.put("@").nameOrText(variable.name());
        } else if (expression instanceof Expression.SystemVariable variable) {
            out.put("@@");
            if (variable.scope() != null) {
                out.put(variable.scope()).put(".");
            }
            out.nameAsWritten(variable.name());
        } else if (expression instanceof Expression.Parameter) {
            out.put("?");
        } else if (expression instanceof Expression.AllColumns) {
            out.put("ALL");
        } else {
            return false;
        }
        return true;
    }

    static void text(SqlTextBuilder out, Expression.Text text) {
        out.text(text.quote() == '"' ? QuotingContext.QUOTED_LITERAL : QuotingContext.LITERAL, text.value());
    }
}
