package dev.cairn.sql.ast;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An expression as written. Parentheses and spellings are kept, so it can be rendered with the same tokens; {@link
 * Operator#canonicalOperator()} normalizes the spellings of an operator.
 */
public sealed interface Expression {
    Span span();

    /** Calls the visitor's method for this kind of expression. */
    <R> R accept(Visitor<R> visitor);

    /** A function with a method for each kind of expression, so every implementation has to handle a new kind. */
    interface Visitor<R> {
        R visitNullLiteral(NullLiteral value);

        R visitBooleanLiteral(BooleanLiteral value);

        R visitNumberLiteral(NumberLiteral number);

        R visitStringLiteral(StringLiteral text);

        R visitDateLiteral(DateLiteral date);

        R visitHexLiteral(HexLiteral hex);

        R visitInterval(Interval interval);

        R visitUnitBoundary(UnitBoundary boundary);

        R visitUnitIdentifier(UnitIdentifier unit);

        R visitExtract(Extract extract);

        R visitReference(Reference reference);

        R visitFieldAccess(FieldAccess access);

        R visitUserVariable(UserVariable variable);

        R visitSystemVariable(SystemVariable variable);

        R visitParameter(Parameter parameter);

        R visitCall(Call call);

        R visitUnary(Unary unary);

        R visitBinary(Binary binary);

        R visitLike(Like likePredicate);

        R visitIn(In inPredicate);

        R visitBetween(Between between);

        R visitIsNull(IsNull nullTest);

        R visitMatch(Match match);

        R visitCase(Case caseExpression);

        R visitCast(Cast cast);

        R visitArrayLiteral(ArrayLiteral arrayLiteral);

        R visitMapLiteral(MapLiteral mapLiteral);

        R visitSubscript(Subscript subscript);

        R visitSlice(Slice slice);

        R visitArrow(Arrow arrow);

        R visitLambda(Lambda lambda);

        R visitCollate(Collate collate);

        R visitParenthesized(ParenthesizedExpression parenthesized);

        R visitTuple(Tuple tuple);

        R visitSubquery(Subquery subquery);

        R visitExists(Exists exists);

        R visitInSubquery(InSubquery inPredicate);

        R visitAggregateCall(AggregateCall aggregateCall);

        R visitWindowCall(WindowCall windowCall);

        R visitOrderByAll(OrderByAll columns);
    }

    /**
     * Returns a copy in which each child is replaced by the result of the function, which is called in the order in
     * which the children are written. A child is an operand, an argument or another expression directly inside this
     * one, but not inside a nested query. The types in the copy have no spelling.
     */
    Expression mapChildren(UnaryOperator<Expression> mapping);

    /**
     * Returns the children, as {@link #mapChildren} defines them. Frequent kinds of expressions override this to avoid
     * the copy.
     */
    default List<Expression> children() {
        List<Expression> children = new ArrayList<>();
        mapChildren(subexpression -> {
            children.add(subexpression);
            return subexpression;
        });
        return children;
    }

    /** Returns the nested query, which is not a child; null if the expression has none. */
    default @Nullable Query query() {
        return null;
    }

    /**
     * Returns the expression with each subexpression replaced by the result of the function, from the innermost
     * outwards, and finally the whole expression.
     */
    default Expression rewrite(UnaryOperator<Expression> replacement) {
        return replacement.apply(mapChildren(subexpression -> subexpression.rewrite(replacement)));
    }

    /** Visits all subexpressions, from the innermost outwards, and finally the whole expression. */
    default void visit(Consumer<Expression> visitor) {
        for (Expression subexpression : children()) {
            subexpression.visit(visitor);
        }
        visitor.accept(this);
    }

    /** Returns what a function finds first in the expression and its operands, from the outside to the inside. */
    default <T> Optional<T> findFirst(Function<Expression, Optional<T>> finder) {
        Optional<T> ownResult = finder.apply(unwrap());
        return ownResult.isPresent()
                ? ownResult
                : children().stream()
                        .flatMap(child -> child.findFirst(finder).stream())
                        .findFirst();
    }

    /** Returns whether the condition holds for the expression or for one of its subexpressions. */
    default boolean contains(Predicate<Expression> condition) {
        if (condition.test(this)) {
            return true;
        }
        for (Expression subexpression : children()) {
            if (subexpression.contains(condition)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the expression without the parentheses and collations around it, which the server's parser drops. */
    default Expression unwrap() {
        return this;
    }

    /** Returns whether the expression is a literal without a sign. */
    default boolean isPlainLiteral() {
        return this instanceof NumberLiteral
                || this instanceof StringLiteral
                || this instanceof NullLiteral
                || this instanceof BooleanLiteral
                || this instanceof DateLiteral
                || this instanceof HexLiteral;
    }

    /** Returns the value of a text or of a date in quotes; empty for any other expression. */
    default Optional<String> findQuotedText() {
        if (this instanceof StringLiteral text) {
            return Optional.of(text.value());
        }
        return this instanceof DateLiteral date ? Optional.of(date.value()) : Optional.empty();
    }

    /** Returns the conditions that AND combines in this one; only this one if its outermost operator is not AND. */
    default List<Expression> conjuncts() {
        List<Expression> conjuncts = new ArrayList<>();
        addConjuncts(this, conjuncts);
        return conjuncts;
    }

    private static void addConjuncts(Expression expression, List<Expression> conjuncts) {
        if (expression.unwrap() instanceof Binary binary && binary.operator().canonicalOperator() == Operator.AND) {
            addConjuncts(binary.left(), conjuncts);
            addConjuncts(binary.right(), conjuncts);
        } else {
            conjuncts.add(expression);
        }
    }

    /** Maps all expressions. It uses a loop, because streams would need far more of the stack for nested calls. */
    private static List<Expression> mapExpressions(List<Expression> expressions, UnaryOperator<Expression> mapping) {
        List<Expression> mappedExpressions = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            mappedExpressions.add(mapping.apply(expression));
        }
        return mappedExpressions;
    }

    private static @Nullable Expression mapNullable(
            @Nullable Expression expression, UnaryOperator<Expression> mapping) {
        return expression == null ? null : mapping.apply(expression);
    }

    /** An expression that has no children. */
    sealed interface Leaf extends Expression {
        @Override
        default Expression mapChildren(UnaryOperator<Expression> mapping) {
            return this;
        }

        @Override
        default List<Expression> children() {
            return List.of();
        }
    }

    /** A literal that consists of one token. */
    sealed interface SingleTokenLiteral extends Leaf {
        @Override
        default Span lastTokenSpan() {
            return span();
        }
    }

    /**
     * Returns the name of the column, without qualifiers, if the expression consists of one column; empty otherwise.
     */
    default Optional<Name> findColumnName() {
        return this instanceof Reference reference
                ? Optional.of(reference.name().lastPart())
                : Optional.empty();
    }

    /**
     * Returns the value of an integer literal, with any signs before it and any parentheses around it; null for any
     * other expression, and for a literal that does not fit into a long without its signs.
     */
    default @Nullable Long integerValue() {
        if (this instanceof Unary unary && unary.isSignedNumber()) {
            Long value = unary.operand().integerValue();
            return value == null || unary.operator() == Operator.PLUS ? value : Long.valueOf(-value);
        }
        if (this instanceof ParenthesizedExpression parenthesized) {
            return parenthesized.expression().integerValue();
        }
        return this instanceof NumberLiteral number ? number.longValue() : null;
    }

    /**
     * Returns the value of a number, with any signs before it; null for any other expression. A number in parentheses
     * counts only if a sign precedes them.
     */
    default @Nullable BigDecimal numberValue() {
        if (this instanceof Unary unary && unary.isSignedNumber()) {
            BigDecimal value = new BigDecimal(unary.number().text());
            return unary.isNegativeNumber() ? value.negate() : value;
        }
        return this instanceof NumberLiteral number ? new BigDecimal(number.text()) : null;
    }

    /**
     * Returns the last parts of all names that the expression contains, including the parameters of lambdas, which the
     * server treats like columns in some checks; nested queries are ignored.
     */
    default List<String> collectReferenceNames() {
        List<String> names = new ArrayList<>();
        visit(subexpression -> {
            if (subexpression instanceof Reference reference) {
                names.add(reference.name().lastPart().text());
            }
        });
        return names;
    }

    /** Returns the columns that the expression reads, without qualifiers and without the parameters of lambdas. */
    default List<Name> collectColumnNames() {
        List<Name> names = new ArrayList<>();
        Set<String> parameterNames = new HashSet<>();
        visit(subexpression -> {
            if (subexpression instanceof Reference reference) {
                names.add(reference.name().lastPart());
            } else if (subexpression instanceof Lambda lambda) {
                lambda.parameters().forEach(parameter -> parameterNames.add(parameter.text()));
            }
        });
        names.removeIf(name -> parameterNames.contains(name.text()));
        return names;
    }

    /** Returns the expression with other names of columns; a replaced name loses its qualifiers. */
    default Expression withColumnNames(UnaryOperator<Name> replacement) {
        return rewrite(subexpression -> {
            if (!(subexpression instanceof Reference reference)) {
                return subexpression;
            }
            Name name = reference.name().lastPart();
            Name newName = replacement.apply(name);
            return name.equals(newName) ? subexpression : Reference.of(newName, reference.span());
        });
    }

    /** Returns the span of the last token, as the server determines it for its messages. */
    default Span lastTokenSpan() {
        return endTokenSpan(span(), ")");
    }

    /** Returns the span of the token at the end of an expression with this span. */
    private static Span endTokenSpan(Span span, String token) {
        int prefixLength = Math.max(0, span.length() - token.length());
        return new Span(span.line(), span.column() + prefixLength, span.offset() + prefixLength, token.length());
    }

    record NullLiteral(Span span) implements SingleTokenLiteral {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitNullLiteral(this);
        }
    }

    record BooleanLiteral(boolean value, Span span) implements SingleTokenLiteral {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitBooleanLiteral(this);
        }
    }

    /** A number as written; the lexer determines the kind. */
    @SuppressWarnings("JavaLangClash") // the name of the domain; java.lang.Number is not used here
    record NumberLiteral(String text, Kind kind, Span span) implements SingleTokenLiteral {
        public enum Kind {
            INTEGER,
            DECIMAL,
            DOUBLE
        }

        public boolean isInteger() {
            return kind == Kind.INTEGER;
        }

        public boolean isZero() {
            return new BigDecimal(text).signum() == 0;
        }

        /** Returns the value of an integer of at most nine digits, which fits into an int; null for any other number. */
        public @Nullable Integer shortIntegerValue() {
            return isInteger() && text.length() <= 9 ? Integer.valueOf(text) : null;
        }

        /** Returns the value of an integer; null for any other number and for a value out of range. */
        public @Nullable Long longValue() {
            if (!isInteger()) {
                return null;
            }
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException ignored) {
                return null;
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitNumberLiteral(this);
        }
    }

    /** A string with its escapes resolved; {@code quote} is the character around it. */
    record StringLiteral(String value, char quote, Span span) implements SingleTokenLiteral {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitStringLiteral(this);
        }
    }

    /** {@code DATE '2024-01-01'}, {@code DATETIME '…'}. */
    record DateLiteral(boolean hasTime, String value, Span span) implements Leaf {
        /** Returns the value as the server prints it. */
        public String printedValue() {
            LocalDateTime dateTime = ServerDateFormat.parse(value);
            return hasTime ? ServerDateFormat.formatDateTime(dateTime) : ServerDateFormat.formatDate(dateTime);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitDateLiteral(this);
        }
    }

    /** {@code x'00ff'}, with its digits. */
    record HexLiteral(String digits, Span span) implements SingleTokenLiteral {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitHexLiteral(this);
        }
    }

    /** {@code INTERVAL 1 DAY}. */
    record Interval(Expression amount, String unit, Span span) implements Expression {
        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new Interval(mapping.apply(amount), unit, span);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitInterval(this);
        }
    }

    /** {@code FLOOR} or {@code CEIL}, the boundary argument of {@code time_slice(d, INTERVAL 1 DAY, FLOOR)}. */
    record UnitBoundary(String word, Span span) implements Leaf {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitUnitBoundary(this);
        }
    }

    /** A unit of time as an argument, such as {@code DAY} in {@code timestampdiff(DAY, a, b)}. */
    record UnitIdentifier(String word, Span span) implements Leaf {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitUnitIdentifier(this);
        }
    }

    /** {@code EXTRACT(YEAR FROM d)}. */
    record Extract(Name field, Expression value, Span span) implements Expression {
        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new Extract(field, mapping.apply(value), span);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitExtract(this);
        }
    }

    /** A column, optionally qualified by its table; only the analysis resolves the meaning of each part. */
    record Reference(QualifiedName name, Span span) implements Leaf {
        /** Returns a reference to an unqualified name. */
        public static Reference of(Name name, Span span) {
            return new Reference(new QualifiedName(List.of(name)), span);
        }

        @Override
        public Span lastTokenSpan() {
            return name.lastPart().span();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitReference(this);
        }
    }

    /** {@code base.name}, if the base is not itself a name. */
    record FieldAccess(Expression base, Name field, Span span) implements Expression {
        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new FieldAccess(mapping.apply(base), field, span);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitFieldAccess(this);
        }
    }

    record UserVariable(Name name, Span span) implements Leaf {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitUserVariable(this);
        }
    }

    /** {@code @@global.name}. */
    record SystemVariable(@Nullable String scope, Name name, Span span) implements Leaf {
        /** Returns the reference {@code @@name}, which no statement contains. */
        public static SystemVariable of(String name) {
            return new SystemVariable(null, Name.of(name), Span.NONE);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitSystemVariable(this);
        }
    }

    /**
     * {@code ?}, whose value is not part of the statement.
     *
     * @param index the number of question marks in front of this one
     */
    record Parameter(int index, Span span) implements Leaf {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitParameter(this);
        }
    }

    /**
     * A function call.
     *
     * @param hasStar whether the argument is {@code *}, as in {@code count(*)}
     * @param lacksParentheses whether the call is only a word, such as CURRENT_DATE
     */
    record Call(
            QualifiedName function,
            boolean isDistinct,
            boolean hasStar,
            boolean lacksParentheses,
            List<Expression> arguments,
            Span span)
            implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }

        /** Returns a plain call of a function that is named without backquotes. */
        public static Call of(String functionName, List<? extends Expression> arguments, Span span) {
            QualifiedName name = new QualifiedName(List.of(Name.ofUnquoted(functionName, span)));
            return new Call(name, false, false, false, List.copyOf(arguments), span);
        }

        public Call withName(Name newName) {
            return new Call(
                    new QualifiedName(List.of(newName)), isDistinct, hasStar, lacksParentheses, arguments, span);
        }

        public Call withArguments(List<Expression> newArguments) {
            return new Call(function, isDistinct, hasStar, lacksParentheses, newArguments, span);
        }

        @Override
        public Call mapChildren(UnaryOperator<Expression> mapping) {
            return withArguments(mapExpressions(arguments, mapping));
        }

        @Override
        public List<Expression> children() {
            return arguments;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitCall(this);
        }
    }

    record Unary(Operator operator, Expression operand, Span span) implements Expression {
        /** Returns whether this is a number with signs, which the server reads as part of the number. */
        public boolean isSignedNumber() {
            return (operator == Operator.MINUS || operator == Operator.PLUS) && isNumber(operand);
        }

        /**
         * Returns the number of a signed number, without its signs.
         *
         * @throws IllegalStateException if this is not a signed number
         */
        public NumberLiteral number() {
            Expression bareExpression = operand.unwrap();
            if (bareExpression instanceof Unary sign) {
                return sign.number();
            }
            if (bareExpression instanceof NumberLiteral number) {
                return number;
            }
            throw new IllegalStateException(this + " is not a signed number");
        }

        /** Returns whether a signed number has an odd number of minus signs. */
        public boolean isNegativeNumber() {
            boolean isOperandNegative = operand.unwrap() instanceof Unary sign && sign.isNegativeNumber();
            return (operator == Operator.MINUS) != isOperandNegative;
        }

        private static boolean isNumber(Expression expression) {
            if (expression instanceof ParenthesizedExpression parenthesized) {
                return isNumber(parenthesized.expression());
            }
            return expression instanceof NumberLiteral || (expression instanceof Unary unary && unary.isSignedNumber());
        }

        @Override
        public Span lastTokenSpan() {
            return operand.lastTokenSpan();
        }

        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new Unary(operator, mapping.apply(operand), span);
        }

        @Override
        public List<Expression> children() {
            return List.of(operand);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitUnary(this);
        }
    }

    record Binary(Operator operator, Expression left, Expression right, Span span) implements Expression {
        /** Returns whether an interval is added or subtracted; the interval may be in parentheses. */
        public boolean isIntervalArithmetic() {
            boolean isShift = operator == Operator.PLUS || operator == Operator.MINUS;
            return isShift && (left.unwrap() instanceof Interval || right.unwrap() instanceof Interval);
        }

        @Override
        public Span lastTokenSpan() {
            return right.lastTokenSpan();
        }

        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new Binary(operator, mapping.apply(left), mapping.apply(right), span);
        }

        @Override
        public List<Expression> children() {
            return List.of(left, right);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitBinary(this);
        }
    }

    /** {@code LIKE}, {@code RLIKE}, {@code REGEXP}; the word is upper-case. */
    record Like(String word, boolean isNegated, Expression value, Expression pattern, Span span) implements Expression {
        @Override
        public Span lastTokenSpan() {
            return pattern.lastTokenSpan();
        }

        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new Like(word, isNegated, mapping.apply(value), mapping.apply(pattern), span);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitLike(this);
        }
    }

    record In(boolean isNegated, Expression value, List<Expression> candidates, Span span) implements Expression {
        public In {
            candidates = List.copyOf(candidates);
        }

        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new In(isNegated, mapping.apply(value), mapExpressions(candidates, mapping), span);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitIn(this);
        }
    }

    record Between(boolean isNegated, Expression value, Expression lowerBound, Expression upperBound, Span span)
            implements Expression {
        @Override
        public Span lastTokenSpan() {
            return upperBound.lastTokenSpan();
        }

        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new Between(
                    isNegated, mapping.apply(value), mapping.apply(lowerBound), mapping.apply(upperBound), span);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitBetween(this);
        }
    }

    record IsNull(boolean isNegated, Expression value, Span span) implements Expression {
        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new IsNull(isNegated, mapping.apply(value), span);
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitIsNull(this);
        }
    }

    /** {@code MATCH}, {@code MATCH_ANY}, {@code MATCH_ALL}. */
    record Match(String word, boolean isNegated, Expression value, Expression pattern, Span span)
            implements Expression {
        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new Match(word, isNegated, mapping.apply(value), mapping.apply(pattern), span);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitMatch(this);
        }
    }

    record Case(
            @Nullable Expression operand,
            List<When> branches,
            @Nullable Expression elseResult,
            Span span) implements Expression {
        public Case {
            branches = List.copyOf(branches);
        }

        @Override
        public Span lastTokenSpan() {
            return endTokenSpan(span, "END");
        }

        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            Expression mappedOperand = mapNullable(operand, mapping);
            List<When> mappedBranches = new ArrayList<>(branches.size());
            for (When branch : branches) {
                mappedBranches.add(new When(mapping.apply(branch.condition), mapping.apply(branch.result)));
            }
            return new Case(mappedOperand, mappedBranches, mapNullable(elseResult, mapping), span);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitCase(this);
        }
    }

    record When(Expression condition, Expression result) {}

    /** {@code CAST(value AS type)}; the function is CAST or CONVERT, and {@code spelling} belongs to the type. */
    record Cast(String function, Expression value, Type type, Spelling spelling, Span span) implements Expression {
        public Cast(String function, Expression value, Type type, Span span) {
            this(function, value, type, Spelling.NONE, span);
        }

        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new Cast(function, mapping.apply(value), type, span);
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitCast(this);
        }
    }

    /** {@code ARRAY<INT>[1, 2]}; the type is optional, and {@code spelling} belongs to the type. */
    record ArrayLiteral(Type.@Nullable Array type, Spelling spelling, List<Expression> elements, Span span)
            implements Expression {
        public ArrayLiteral {
            elements = List.copyOf(elements);
        }

        public ArrayLiteral(Type.@Nullable Array type, List<Expression> elements, Span span) {
            this(type, Spelling.NONE, elements, span);
        }

        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new ArrayLiteral(type, mapExpressions(elements, mapping), span);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitArrayLiteral(this);
        }
    }

    /** {@code MAP<INT, INT>{1: 2}}; if the type is null, there is only the word MAP. */
    record MapLiteral(Type.@Nullable Map type, Spelling spelling, List<MapEntry> entries, Span span)
            implements Expression {
        public MapLiteral {
            entries = List.copyOf(entries);
        }

        public MapLiteral(Type.@Nullable Map type, List<MapEntry> entries, Span span) {
            this(type, Spelling.NONE, entries, span);
        }

        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            List<MapEntry> mappedEntries = new ArrayList<>(entries.size());
            for (MapEntry entry : entries) {
                mappedEntries.add(new MapEntry(mapping.apply(entry.key), mapping.apply(entry.value)));
            }
            return new MapLiteral(type, mappedEntries, span);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitMapLiteral(this);
        }
    }

    record MapEntry(Expression key, Expression value) {}

    record Subscript(Expression base, Expression index, Span span) implements Expression {
        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new Subscript(mapping.apply(base), mapping.apply(index), span);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitSubscript(this);
        }
    }

    /** {@code base[start:end]}; each limit is null if it is omitted. */
    record Slice(
            Expression base,
            @Nullable Integer start,
            @Nullable Integer end,
            Span span) implements Expression {
        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new Slice(mapping.apply(base), start, end, span);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitSlice(this);
        }
    }

    /** {@code base -> 'path'}. */
    record Arrow(Expression base, StringLiteral path, Span span) implements Expression {
        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new Arrow(mapping.apply(base), path, span);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitArrow(this);
        }
    }

    /** {@code (a, b) -> body}; a single parameter may also be in parentheses. */
    record Lambda(List<Name> parameters, boolean isParenthesized, Expression body, Span span) implements Expression {
        public Lambda {
            parameters = List.copyOf(parameters);
        }

        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new Lambda(parameters, isParenthesized, mapping.apply(body), span);
        }

        /** Returns the body as the server reads it: a pair {@code (k, v)} is a map with one entry. */
        public Expression result() {
            return body instanceof Tuple pair && pair.elements().size() == 2
                    ? new MapLiteral(
                            null,
                            List.of(new MapEntry(
                                    pair.elements().get(0), pair.elements().get(1))),
                            pair.span())
                    : body;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitLambda(this);
        }
    }

    record Collate(Expression value, Name collation, Span span) implements Expression {
        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new Collate(mapping.apply(value), collation, span);
        }

        @Override
        public Expression unwrap() {
            return value.unwrap();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitCollate(this);
        }
    }

    /** Parentheses around one expression. */
    record ParenthesizedExpression(Expression expression, Span span) implements Expression {
        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new ParenthesizedExpression(mapping.apply(expression), span);
        }

        @Override
        public List<Expression> children() {
            return List.of(expression);
        }

        @Override
        public Expression unwrap() {
            return expression.unwrap();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitParenthesized(this);
        }
    }

    /** Several expressions in parentheses, {@code (a, b)}. */
    record Tuple(List<Expression> elements, Span span) implements Expression {
        public Tuple {
            elements = List.copyOf(elements);
        }

        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new Tuple(mapExpressions(elements, mapping), span);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitTuple(this);
        }
    }

    /** {@code (SELECT …)} as a value. */
    record Subquery(Query query, Span span) implements Leaf {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitSubquery(this);
        }
    }

    record Exists(Query query, Span span) implements Leaf {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitExists(this);
        }
    }

    /** {@code value IN (SELECT …)}; the value may be a {@link Tuple}. */
    record InSubquery(boolean isNegated, Expression value, Query query, Span span) implements Expression {
        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new InSubquery(isNegated, mapping.apply(value), query, span);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitInSubquery(this);
        }
    }

    /**
     * An aggregate function with the clauses that are specific to aggregate functions.
     *
     * @param filter the condition of FILTER, after the parentheses
     */
    record AggregateCall(
            Call call, ArgumentClauses clauses, @Nullable Expression filter, Span span) implements Expression {
        /** Returns the call as an aggregate function without any clause. */
        public static AggregateCall of(Call call) {
            return new AggregateCall(call, ArgumentClauses.NONE, null, call.span());
        }

        public List<Statement.SortItem> orderBy() {
            return clauses.orderBy;
        }

        public @Nullable Expression separator() {
            return clauses.separator;
        }

        /** Returns the items of ORDER BY with the arguments in place of their positions. */
        public List<Statement.SortItem> sortItems() {
            return Statement.SortItem.map(clauses.orderBy, this::resolveSortPosition);
        }

        private Expression resolveSortPosition(Expression value) {
            Long position = value.integerValue();
            return position != null
                            && position > 0
                            && position <= call.arguments().size()
                    ? call.arguments().get((int) (position - 1))
                    : value;
        }

        /**
         * {@inheritDoc} The children are the arguments of the call and the expressions of the other clauses; the call
         * itself is not a child.
         */
        @Override
        public AggregateCall mapChildren(UnaryOperator<Expression> mapping) {
            return new AggregateCall(
                    call.mapChildren(mapping), clauses.map(mapping), mapNullable(filter, mapping), span);
        }

        /** Also replaces the call, if the function returns another call for it; any other expression is ignored. */
        @Override
        public Expression rewrite(UnaryOperator<Expression> replacement) {
            AggregateCall rewrittenAggregateCall = mapChildren(subexpression -> subexpression.rewrite(replacement));
            Call newCall = replacement.apply(rewrittenAggregateCall.call) instanceof Call replacementCall
                    ? replacementCall
                    : rewrittenAggregateCall.call;
            return replacement.apply(
                    new AggregateCall(newCall, rewrittenAggregateCall.clauses, rewrittenAggregateCall.filter, span));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitAggregateCall(this);
        }
    }

    /**
     * The clauses that follow or precede the arguments of an aggregate function, inside the parentheses.
     *
     * @param hasAllKeyword whether the word ALL precedes the arguments
     * @param hint the words between the brackets in {@code count(DISTINCT [skew] x)}
     */
    record ArgumentClauses(
            boolean hasAllKeyword,
            @Nullable String hint,
            List<Statement.SortItem> orderBy,
            @Nullable Expression separator) {
        public static final ArgumentClauses NONE = new ArgumentClauses(false, null, List.of(), null);

        public ArgumentClauses {
            orderBy = List.copyOf(orderBy);
        }

        private ArgumentClauses map(UnaryOperator<Expression> mapping) {
            return new ArgumentClauses(
                    hasAllKeyword, hint, Statement.SortItem.map(orderBy, mapping), mapNullable(separator, mapping));
        }
    }

    /** {@code function OVER (…)}; the function is a {@link Call} or {@link AggregateCall}. */
    record WindowCall(Expression function, IgnoreNullsPosition ignoreNulls, Window window, Span span)
            implements Expression {
        public List<Expression> partitionBy() {
            return window.partitionBy;
        }

        public List<Statement.SortItem> orderBy() {
            return window.orderBy;
        }

        public @Nullable Frame frame() {
            return window.frame;
        }

        @Override
        public Expression mapChildren(UnaryOperator<Expression> mapping) {
            return new WindowCall(mapping.apply(function), ignoreNulls, window.map(mapping), span);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitWindowCall(this);
        }
    }

    /** The rows that a window function reads: the part in the parentheses of OVER. */
    record Window(
            @Nullable String hint,
            List<Expression> partitionBy,
            List<Statement.SortItem> orderBy,
            @Nullable Frame frame) {
        public Window {
            partitionBy = List.copyOf(partitionBy);
            orderBy = List.copyOf(orderBy);
        }

        /** Maps the expressions except the amounts of the frame, which are not children of the call. */
        private Window map(UnaryOperator<Expression> mapping) {
            return new Window(
                    hint,
                    Expression.mapExpressions(partitionBy, mapping),
                    Statement.SortItem.map(orderBy, mapping),
                    frame);
        }
    }

    /** The position of IGNORE NULLS: inside the parentheses, after the first argument, or outside, after them. */
    enum IgnoreNullsPosition {
        UNSPECIFIED,
        INSIDE,
        OUTSIDE
    }

    /**
     * {@code ROWS BETWEEN start AND end}; the end is null without BETWEEN.
     *
     * @param isRows whether the unit is ROWS rather than RANGE
     */
    record Frame(boolean isRows, FrameBound start, @Nullable FrameBound end) {
        /** Returns the frame with other amounts. */
        public Frame mapAmounts(UnaryOperator<Expression> mapping) {
            return new Frame(isRows, start.mapAmount(mapping), end == null ? null : end.mapAmount(mapping));
        }

        /** Returns the frame of the same rows in the opposite order. The frame must have an end. */
        public Frame reverse() {
            return new Frame(isRows, Objects.requireNonNull(end).reverse(), start.reverse());
        }

        /** The amount is null for UNBOUNDED and CURRENT ROW. */
        public record FrameBound(Kind kind, @Nullable Expression amount) {
            public enum Kind {
                UNBOUNDED_PRECEDING,
                PRECEDING,
                CURRENT_ROW,
                FOLLOWING,
                UNBOUNDED_FOLLOWING;

                private Kind reverse() {
                    return switch (this) {
                        case UNBOUNDED_PRECEDING -> UNBOUNDED_FOLLOWING;
                        case PRECEDING -> FOLLOWING;
                        case CURRENT_ROW -> CURRENT_ROW;
                        case FOLLOWING -> PRECEDING;
                        case UNBOUNDED_FOLLOWING -> UNBOUNDED_PRECEDING;
                    };
                }
            }

            private FrameBound reverse() {
                return new FrameBound(kind.reverse(), amount);
            }

            private FrameBound mapAmount(UnaryOperator<Expression> mapping) {
                return new FrameBound(kind, mapNullable(amount, mapping));
            }
        }
    }

    /** The word ALL in {@code ORDER BY ALL}. */
    record OrderByAll(Span span) implements Leaf {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitOrderByAll(this);
        }
    }
}
