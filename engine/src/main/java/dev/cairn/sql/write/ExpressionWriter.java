package dev.cairn.sql.write;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Unary;
import dev.cairn.sql.ast.Expression.WindowCall;
import dev.cairn.sql.ast.LogicalChain;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Precedence;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Spelling;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link QueryWriter} that writes expressions. Parentheses that are part of the expression are written as
 * they are. Parentheses that a constructed expression lacks, although its structure requires them, are added; the form
 * of SHOW CREATE omits them, as the server does.
 */
public abstract class ExpressionWriter implements Expression.Visitor<SqlTextBuilder> {
    protected final SqlTextBuilder out;
    private final TypeWriter typeWriter;

    ExpressionWriter(SqlTextBuilder out) {
        this.out = out;
        typeWriter = new TypeWriter(out);
    }

    TypeWriter typeWriter() {
        return typeWriter;
    }

    /** Writes a query without parentheses. */
    public abstract SqlTextBuilder write(Query query);

    public SqlTextBuilder write(Expression expression) {
        return expression.accept(this);
    }

    /** Writes a name as it was written. */
    protected SqlTextBuilder writeName(Name name) {
        return out.appendNameAsWritten(name);
    }

    /** Returns the spelling of a unit of time. */
    protected String spellUnit(String word) {
        return word;
    }

    /**
     * Writes an operand of an operator or of a predicate.
     *
     * @param needsParentheses whether the operand binds so loosely that it needs parentheses to keep its meaning
     */
    protected SqlTextBuilder writeOperand(Expression expression, boolean needsParentheses) {
        return writeWithParenthesesIf(expression, needsParentheses);
    }

    /** Writes an expression, in parentheses if it needs them to keep its meaning; the form of SHOW CREATE omits them. */
    protected SqlTextBuilder writeWithParenthesesIf(Expression expression, boolean needsParentheses) {
        return needsParentheses && !out.isShowCreateForm() ? writeInParentheses(expression) : write(expression);
    }

    /** Writes an operand, in parentheses if it binds more loosely than required. */
    protected final SqlTextBuilder writeOperand(Expression expression, Precedence requiredPrecedence) {
        return writeOperand(expression, Precedence.of(expression).isLooserThan(requiredPrecedence));
    }

    /** Writes an operand that other tokens follow. */
    private SqlTextBuilder writeLeftOperand(Expression expression, Precedence requiredPrecedence) {
        return writeOperand(expression, needsParenthesesBefore(expression, requiredPrecedence));
    }

    /** Writes the right operand of a left-associative operator, in parentheses unless it binds more tightly. */
    private SqlTextBuilder writeRightOperand(Expression expression, Precedence operatorPrecedence) {
        return writeOperand(expression, !operatorPrecedence.isLooserThan(Precedence.of(expression)));
    }

    private SqlTextBuilder writeValueExpression(Expression expression) {
        return writeWithParenthesesIf(expression, Precedence.of(expression).isLooserThan(Precedence.VALUE_EXPRESSION));
    }

    /**
     * Writes the expression before a suffix. One that ends with a suffix itself needs no parentheses, however loosely
     * this suffix binds.
     */
    private SqlTextBuilder writeBase(Expression expression, Precedence suffixPrecedence) {
        return writeWithParenthesesIf(
                expression,
                needsParenthesesBefore(
                        expression, Precedence.hasSuffix(expression) ? Precedence.OR : suffixPrecedence));
    }

    /**
     * Returns whether an expression needs parentheses before other tokens, because it binds too loosely or a lambda at
     * its end would absorb these tokens.
     */
    private static boolean needsParenthesesBefore(Expression expression, Precedence requiredPrecedence) {
        return Precedence.of(expression).isLooserThan(requiredPrecedence) || endsInLambda(expression);
    }

    protected final SqlTextBuilder writeInParentheses(Expression expression) {
        out.append("(");
        return write(expression).append(")");
    }

    protected final SqlTextBuilder writeExpressions(List<Expression> expressions) {
        return out.appendList(expressions, ", ", this::write);
    }

    /** Writes an operand at a place where any operand is allowed, even one that binds most loosely. */
    private SqlTextBuilder writeAnyOperand(Expression expression) {
        return writeOperand(expression, false);
    }

    private static boolean endsInLambda(Expression expression) {
        Expression rightmostExpression = expression;
        while (true) {
            if (rightmostExpression instanceof Binary binary) {
                rightmostExpression = binary.right();
            } else if (rightmostExpression instanceof Unary unary) {
                rightmostExpression = unary.operand();
            } else if (rightmostExpression instanceof Expression.Between between) {
                rightmostExpression = between.upperBound();
            } else if (rightmostExpression instanceof Expression.Like likePredicate) {
                rightmostExpression = likePredicate.pattern();
            } else if (rightmostExpression instanceof Expression.Match match) {
                rightmostExpression = match.pattern();
            } else {
                return rightmostExpression instanceof Expression.Lambda;
            }
        }
    }

    // Names and literals.

    @Override
    public SqlTextBuilder visitReference(Expression.Reference reference) {
        return out.appendList(reference.name().parts(), ".", this::writeName);
    }

    @Override
    public SqlTextBuilder visitNullLiteral(Expression.NullLiteral value) {
        return out.append("NULL");
    }

    @Override
    public SqlTextBuilder visitBooleanLiteral(Expression.BooleanLiteral value) {
        return out.append(value.value() ? "TRUE" : "FALSE");
    }

    @Override
    public SqlTextBuilder visitNumberLiteral(Expression.NumberLiteral number) {
        return out.append(number.text());
    }

    @Override
    public SqlTextBuilder visitStringLiteral(Expression.StringLiteral text) {
        return out.appendText(
                text.quote() == '"' ? QuotingContext.DOUBLE_QUOTED_LITERAL : QuotingContext.LITERAL, text.value());
    }

    @Override
    public SqlTextBuilder visitDateLiteral(Expression.DateLiteral date) {
        return out.append(date.hasTime() ? "DATETIME " : "DATE ").appendLiteral(date.value());
    }

    @Override
    public SqlTextBuilder visitHexLiteral(Expression.HexLiteral hex) {
        return out.append("x'").append(hex.digits()).append("'");
    }

    @Override
    public SqlTextBuilder visitInterval(Expression.Interval interval) {
        out.append("INTERVAL ");
        return write(interval.amount()).append(" ").append(spellUnit(interval.unit()));
    }

    @Override
    public SqlTextBuilder visitUnitBoundary(Expression.UnitBoundary boundary) {
        return out.append(boundary.word());
    }

    @Override
    public SqlTextBuilder visitUnitIdentifier(Expression.UnitIdentifier unit) {
        return out.append(spellUnit(unit.word()));
    }

    @Override
    public SqlTextBuilder visitUserVariable(Expression.UserVariable variable) {
        return out.append("@").appendNameOrText(variable.name());
    }

    @Override
    public SqlTextBuilder visitSystemVariable(Expression.SystemVariable variable) {
        out.append("@@");
        if (variable.scope() != null) {
            out.append(variable.scope()).append(".");
        }
        return writeName(variable.name());
    }

    @Override
    public SqlTextBuilder visitParameter(Expression.Parameter parameter) {
        return out.append("?");
    }

    @Override
    public SqlTextBuilder visitOrderByAll(Expression.OrderByAll columns) {
        return out.append("ALL");
    }

    @Override
    public SqlTextBuilder visitArrayLiteral(Expression.ArrayLiteral arrayLiteral) {
        if (arrayLiteral.type() != null) {
            writeType(arrayLiteral.type(), arrayLiteral.spelling());
        }
        // The server prints a space after the comma only if it prints the type.
        return out.append("[")
                .appendList(arrayLiteral.elements(), arrayLiteral.type() == null ? "," : ", ", this::write)
                .append("]");
    }

    @Override
    public SqlTextBuilder visitMapLiteral(Expression.MapLiteral mapLiteral) {
        if (mapLiteral.type() == null) {
            out.append("map");
        } else {
            writeType(mapLiteral.type(), mapLiteral.spelling());
        }
        return out.append("{")
                .appendList(mapLiteral.entries(), ",", this::writeMapEntry)
                .append("}");
    }

    private void writeMapEntry(Expression.MapEntry entry) {
        write(entry.key()).append(":");
        write(entry.value());
    }

    // Operators and predicates.

    @Override
    public SqlTextBuilder visitBinary(Binary binary) {
        Precedence precedence = Precedence.of(binary.operator());
        if (LogicalChain.isLogical(binary.operator()) && Precedence.of(binary.right()) == precedence) {
            // A long chain is a balanced tree; it is written as the list of its operands, without parentheses.
            LogicalChain chain = LogicalChain.ofTopmostOperator(binary);
            if (chain.isLong()) {
                writeLeftOperand(chain.operands().get(0), precedence);
                for (int i = 0; i < chain.operators().size(); i++) {
                    out.append(" ").append(chain.operators().get(i).text()).append(" ");
                    writeRightOperand(chain.operands().get(i + 1), precedence);
                }
                return out;
            }
        }
        writeLeftOperand(binary.left(), precedence)
                .append(" ")
                .append(binary.operator().text())
                .append(" ");
        return writeRightOperand(binary.right(), precedence);
    }

    @Override
    public SqlTextBuilder visitUnary(Unary unary) {
        Operator operator = unary.operator();
        out.append(operator.text());
        if (operator != Operator.NOT && operator != Operator.BINARY) {
            return writeSignOperand(unary);
        }
        out.append(" ");
        return writeOperand(unary.operand(), operator == Operator.NOT ? Precedence.NOT : Precedence.COMPARISON);
    }

    private SqlTextBuilder writeSignOperand(Unary unary) {
        int start = out.length();
        // A sign may apply to an expression that begins with a sign, and two minus signs would begin a comment.
        writeOperand(unary.operand(), unary.operand() instanceof Unary ? Precedence.NOT_SIGN : Precedence.of(unary));
        return unary.operator() == Operator.MINUS && out.charAt(start) == '-' ? out.insertText(start, " ") : out;
    }

    @Override
    public SqlTextBuilder visitIsNull(Expression.IsNull nullTest) {
        return writeLeftOperand(nullTest.value(), Precedence.COMPARISON)
                .append(nullTest.isNegated() ? " IS NOT NULL" : " IS NULL");
    }

    @Override
    public SqlTextBuilder visitIn(Expression.In inPredicate) {
        return writeMembershipStart(inPredicate.value(), inPredicate.isNegated())
                .appendList(inPredicate.candidates(), ", ", this::writeAnyOperand)
                .append(")");
    }

    @Override
    public SqlTextBuilder visitInSubquery(Expression.InSubquery inPredicate) {
        writeMembershipStart(inPredicate.value(), inPredicate.isNegated());
        return write(inPredicate.query()).append(")");
    }

    /** Writes {@code value NOT IN (}, up to the parenthesis. */
    protected final SqlTextBuilder writeMembershipStart(Expression value, boolean isNegated) {
        return writeLeftOperand(value, Precedence.VALUE_EXPRESSION)
                .appendIf(isNegated, " NOT")
                .append(" IN (");
    }

    @Override
    public SqlTextBuilder visitBetween(Expression.Between between) {
        writeLeftOperand(between.value(), Precedence.VALUE_EXPRESSION)
                .appendIf(between.isNegated(), " NOT")
                .append(" BETWEEN ");
        writeLeftOperand(between.lowerBound(), Precedence.VALUE_EXPRESSION).append(" AND ");
        return writeOperand(between.upperBound(), Precedence.PREDICATE);
    }

    @Override
    public SqlTextBuilder visitLike(Expression.Like likePredicate) {
        writeLeftOperand(likePredicate.value(), Precedence.VALUE_EXPRESSION)
                .appendIf(likePredicate.isNegated(), " NOT")
                .append(" ")
                .append(likePredicate.word())
                .append(" ");
        return writeOperand(likePredicate.pattern(), Precedence.VALUE_EXPRESSION);
    }

    @Override
    public SqlTextBuilder visitMatch(Expression.Match match) {
        writeLeftOperand(match.value(), Precedence.MATCH)
                .appendIf(match.isNegated(), " NOT")
                .append(" ")
                .append(match.word())
                .append(" ");
        return writeRightOperand(match.pattern(), Precedence.MATCH);
    }

    @Override
    public SqlTextBuilder visitExists(Expression.Exists exists) {
        out.append("EXISTS (");
        return write(exists.query()).append(")");
    }

    @Override
    public SqlTextBuilder visitCase(Expression.Case caseExpression) {
        out.append("CASE");
        writeCasePart(" ", caseExpression.operand());
        for (Expression.When branch : caseExpression.branches()) {
            writeCasePart(" WHEN ", branch.condition());
            writeCasePart(" THEN ", branch.result());
        }
        writeCasePart(" ELSE ", caseExpression.elseResult());
        return out.append(" END");
    }

    /** Writes a part of CASE after its word; writes nothing if the part is absent. */
    private void writeCasePart(String word, @Nullable Expression expression) {
        if (expression != null) {
            out.append(word);
            writeAnyOperand(expression);
        }
    }

    // Parentheses, suffixes and lambdas.

    @Override
    public SqlTextBuilder visitParenthesized(Expression.ParenthesizedExpression parenthesizedExpression) {
        return writeInParentheses(parenthesizedExpression.expression());
    }

    @Override
    public SqlTextBuilder visitTuple(Expression.Tuple tuple) {
        out.append("(");
        return writeExpressions(tuple.elements()).append(")");
    }

    @Override
    public SqlTextBuilder visitSubquery(Expression.Subquery subquery) {
        out.append("(");
        return write(subquery.query()).append(")");
    }

    @Override
    public SqlTextBuilder visitCollate(Expression.Collate collate) {
        return writeBase(collate.value(), Precedence.COLLATE)
                .append(" COLLATE ")
                .appendNameOrText(collate.collation());
    }

    @Override
    public SqlTextBuilder visitSubscript(Expression.Subscript subscript) {
        writeBase(subscript.base(), Precedence.SUBSCRIPT).append("[");
        return writeValueExpression(subscript.index()).append("]");
    }

    @Override
    public SqlTextBuilder visitSlice(Expression.Slice slice) {
        return writeBase(slice.base(), Precedence.SUBSCRIPT)
                .append("[")
                .append(slice.start() == null ? "" : slice.start().toString())
                .append(":")
                .append(slice.end() == null ? "" : slice.end().toString())
                .append("]");
    }

    @Override
    public SqlTextBuilder visitArrow(Expression.Arrow arrow) {
        writeBase(arrow.base(), Precedence.ARROW).append("->");
        return visitStringLiteral(arrow.path());
    }

    @Override
    public SqlTextBuilder visitFieldAccess(Expression.FieldAccess access) {
        // A dot directly after a digit would be read as part of the number.
        writeBase(access.base(), Precedence.FIELD)
                .appendIf(access.base() instanceof Expression.NumberLiteral, " ")
                .append(".");
        return writeName(access.field());
    }

    @Override
    public SqlTextBuilder visitLambda(Expression.Lambda lambda) {
        boolean needsParentheses = lambda.parameters().size() != 1 || lambda.isParenthesized();
        out.appendIf(needsParentheses, "(")
                .appendList(lambda.parameters(), ", ", this::writeName)
                .appendIf(needsParentheses, ")");
        out.append(" -> ");
        int bodyStart = out.length();
        write(lambda.body());
        // A string directly after an arrow would be read as a JSON path.
        boolean beginsWithString = out.charAt(bodyStart) == '\'' || out.charAt(bodyStart) == '"';
        return beginsWithString ? out.insertText(bodyStart, "(").append(")") : out;
    }

    // Calls.

    @Override
    public SqlTextBuilder visitCall(Call call) {
        writeFunctionName(call);
        if (call.lacksParentheses()) {
            return out;
        }
        out.append("(").appendIf(call.isDistinct(), "DISTINCT ").appendIf(call.hasStar(), "*");
        return writeExpressions(call.arguments()).append(")");
    }

    /**
     * Writes the name of a function. Some names are reserved words, such as {@code if} and {@code left}; they need no
     * backquotes.
     */
    private void writeFunctionName(Call call) {
        List<Name> nameParts = call.function().parts();
        if (nameParts.size() > 1) {
            out.appendList(nameParts, ".", out::appendNameAsWritten);
        } else if (call.function().lastPart().isQuoted()
                && !Name.needsNoBackquotes(call.function().lastPart().text())) {
            out.appendName(call.function().lastPart());
        } else {
            out.append(call.function().lastPart().text());
        }
    }

    @Override
    public SqlTextBuilder visitCast(Expression.Cast cast) {
        out.append(cast.function()).append("(");
        write(cast.value());
        out.append(cast.function().toUpperCase(Locale.ROOT).equals("CONVERT") ? ", " : " AS ");
        writeType(cast.type(), cast.spelling());
        return out.append(")");
    }

    private void writeType(Type type, Spelling spelling) {
        if (spelling.text() == null || out.isShowCreateForm()) {
            typeWriter.writeValueType(type);
        } else {
            out.append(spelling.text());
        }
    }

    @Override
    public SqlTextBuilder visitExtract(Expression.Extract extract) {
        out.append("EXTRACT(");
        writeName(extract.field()).append(" FROM ");
        return writeValueExpression(extract.value()).append(")");
    }

    @Override
    public SqlTextBuilder visitAggregateCall(AggregateCall aggregateCall) {
        Call call = aggregateCall.call();
        writeFunctionName(call);
        out.append("(")
                .appendIf(aggregateCall.clauses().hasAllKeyword(), "ALL ")
                .appendIf(call.isDistinct(), "DISTINCT ");
        if (aggregateCall.clauses().hint() != null) {
            out.append("[").append(aggregateCall.clauses().hint()).append("] ");
        }
        out.appendIf(call.hasStar(), "*");
        writeExpressions(call.arguments());
        writeOrderBy(aggregateCall.orderBy());
        writeGroupConcatSeparator(aggregateCall.separator()).append(")");
        if (aggregateCall.filter() != null) {
            out.append(" FILTER (WHERE ");
            write(aggregateCall.filter()).append(")");
        }
        return out;
    }

    /** Writes SEPARATOR with a space before it; writes nothing without a separator. */
    protected final SqlTextBuilder writeGroupConcatSeparator(@Nullable Expression separator) {
        if (separator != null) {
            out.append(" SEPARATOR ");
            write(separator);
        }
        return out;
    }

    @Override
    public SqlTextBuilder visitWindowCall(WindowCall windowCall) {
        if (windowCall.ignoreNulls() == Expression.IgnoreNullsPosition.INSIDE
                && windowCall.function() instanceof Call call) {
            writeFunctionName(call);
            writeArgumentsIgnoringNulls(call.arguments(), " IGNORE NULLS");
        } else {
            write(windowCall.function());
        }
        out.appendIf(windowCall.ignoreNulls() == Expression.IgnoreNullsPosition.OUTSIDE, " IGNORE NULLS");
        out.append(" OVER (");
        if (!windowCall.partitionBy().isEmpty()) {
            if (windowCall.window().hint() != null) {
                out.append("[").append(windowCall.window().hint()).append("] ");
            }
            out.append("PARTITION BY ");
            writeExpressions(windowCall.partitionBy());
        }
        if (!windowCall.orderBy().isEmpty()) {
            out.appendIf(!windowCall.partitionBy().isEmpty(), " ").append("ORDER BY ");
            writeSortItems(windowCall.orderBy());
        }
        if (windowCall.frame() != null) {
            out.appendIf(out.lastCharacter() != '(', " ");
            writeFrame(windowCall.frame());
        }
        return out.append(")");
    }

    /**
     * Writes arguments in parentheses, at least one, with IGNORE NULLS after the first argument, as in the grammar.
     *
     * @param ignoreNullsWords a space and the words, in upper or lower case
     */
    protected final SqlTextBuilder writeArgumentsIgnoringNulls(List<Expression> arguments, String ignoreNullsWords) {
        out.append("(");
        write(arguments.get(0)).append(ignoreNullsWords);
        for (Expression argument : arguments.subList(1, arguments.size())) {
            out.append(", ");
            write(argument);
        }
        return out.append(")");
    }

    protected final SqlTextBuilder writeFrame(Expression.Frame frame) {
        out.append(frame.isRows() ? "ROWS " : "RANGE ");
        if (frame.end() == null) {
            return writeFrameBound(frame.start());
        }
        out.append("BETWEEN ");
        writeFrameBound(frame.start()).append(" AND ");
        return writeFrameBound(frame.end());
    }

    private SqlTextBuilder writeFrameBound(Expression.Frame.FrameBound bound) {
        if (bound.amount() != null) {
            write(bound.amount()).append(" ");
        }
        return out.append(bound.kind().name().replace('_', ' '));
    }

    /** Writes the clause with a space before it; writes nothing if there are no items. */
    protected final SqlTextBuilder writeOrderBy(List<SortItem> items) {
        out.appendIf(!items.isEmpty(), " ORDER BY ");
        return writeSortItems(items);
    }

    protected final SqlTextBuilder writeSortItems(List<SortItem> items) {
        return out.appendList(items, ", ", this::writeSortItem);
    }

    final void writeSortItem(SortItem item) {
        write(item.value());
        writeDirection(item);
    }

    /** Writes the direction and the place of NULL with a space before each; writes nothing if neither is given. */
    protected void writeDirection(SortItem item) {
        if (item.isAscending() != null) {
            out.append(item.isAscending() ? " ASC" : " DESC");
        }
        if (item.putsNullsFirst() != null) {
            out.append(item.putsNullsFirst() ? " NULLS FIRST" : " NULLS LAST");
        }
    }
}
