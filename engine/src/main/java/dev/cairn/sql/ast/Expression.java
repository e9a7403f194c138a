package dev.cairn.sql.ast;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An expression as written. Parentheses and spellings are kept, so that it can be rendered with the same tokens;
 * {@link Operator#meaning()} normalizes the spellings of an operator.
 */
public sealed interface Expression {
    Span span();

    /** Returns the names of the columns that the expression reads, without qualifiers; nested queries are ignored. */
    default List<String> columnNames() {
        List<String> names = new ArrayList<>();
        Substitution.in(this, part -> {
            if (part instanceof Reference reference) {
                names.add(reference.name().last().text());
            }
            return part;
        });
        return names;
    }

    /** Returns the expression with other names of columns; a replaced name loses its qualifiers. */
    default Expression withColumnNames(UnaryOperator<Name> replacement) {
        return Substitution.in(this, part -> {
            if (!(part instanceof Reference reference)) {
                return part;
            }
            Name name = reference.name().last();
            Name replaced = replacement.apply(name);
            return name.equals(replaced) ? part : new Reference(new QualifiedName(List.of(replaced)), reference.span());
        });
    }

    /** Returns the place of the last token, as the server determines it for its messages. */
    default Span lastToken() {
        return end(span(), ")");
    }

    /** Returns the place of the token with which an expression ends. */
    private static Span end(Span span, String token) {
        int before = Math.max(0, span.length() - token.length());
        return new Span(span.line(), span.column() + before, span.offset() + before, token.length());
    }

    record Null(Span span) implements Expression {
        @Override
        public Span lastToken() {
            return span;
        }
    }

    record Bool(boolean value, Span span) implements Expression {
        @Override
        public Span lastToken() {
            return span;
        }
    }

    /** A number as written; the kind is that of the lexer. */
    @SuppressWarnings("JavaLangClash") // the name of the domain; java.lang.Number is not used beside it
    record Number(String text, Kind kind, Span span) implements Expression {
        public enum Kind {
            INTEGER,
            DECIMAL,
            DOUBLE
        }

        @Override
        public Span lastToken() {
            return span;
        }
    }

    /** A string with its escapes resolved; {@code quote} is the character around it. */
    record Text(String value, char quote, Span span) implements Expression {
        @Override
        public Span lastToken() {
            return span;
        }
    }

    /** {@code DATE '2024-01-01'}, {@code DATETIME '…'}. */
    record DateText(boolean withTime, String value, Span span) implements Expression {}

    /** {@code x'00ff'}; the component holds the digits. */
    record Hex(String digits, Span span) implements Expression {
        @Override
        public Span lastToken() {
            return span;
        }
    }

    /** {@code INTERVAL 1 DAY}. */
    record Interval(Expression amount, String unit, Span span) implements Expression {}

    /** {@code FLOOR} or {@code CEIL}, the boundary argument of {@code time_slice(d, INTERVAL 1 DAY, FLOOR)}. */
    record Boundary(String word, Span span) implements Expression {}

    /** A unit of time as an argument, such as {@code DAY} in {@code timestampdiff(DAY, a, b)}. */
    record Unit(String word, Span span) implements Expression {}

    /** {@code EXTRACT(YEAR FROM d)}. */
    record Extract(Name field, Expression value, Span span) implements Expression {}

    /** A column, optionally qualified by its table; only the analysis resolves the meaning of each part. */
    record Reference(QualifiedName name, Span span) implements Expression {
        @Override
        public Span lastToken() {
            return name.last().span();
        }
    }

    /** {@code base.name}, if the base is not itself a name. */
    record FieldAccess(Expression base, Name field, Span span) implements Expression {}

    record UserVariable(Name name, Span span) implements Expression {}

    /** {@code @@global.name}. */
    record SystemVariable(@Nullable String scope, Name name, Span span) implements Expression {}

    /** {@code ?} */
    record Parameter(Span span) implements Expression {}

    /**
     * A function call; {@code star} marks {@code count(*)}, and {@code bare} a word like CURRENT_DATE without
     * parentheses.
     */
    record Call(
            QualifiedName function, boolean distinct, boolean star, boolean bare, List<Expression> arguments, Span span)
            implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    record Unary(Operator operator, Expression operand, Span span) implements Expression {
        @Override
        public Span lastToken() {
            return operand.lastToken();
        }
    }

    record Binary(Operator operator, Expression left, Expression right, Span span) implements Expression {
        @Override
        public Span lastToken() {
            return right.lastToken();
        }
    }

    /** {@code LIKE}, {@code RLIKE}, {@code REGEXP}; the word is upper-case. */
    record Like(String word, boolean negated, Expression value, Expression pattern, Span span) implements Expression {
        @Override
        public Span lastToken() {
            return pattern.lastToken();
        }
    }

    record In(boolean negated, Expression value, List<Expression> candidates, Span span) implements Expression {
        public In {
            candidates = List.copyOf(candidates);
        }
    }

    record Between(boolean negated, Expression value, Expression low, Expression high, Span span)
            implements Expression {
        @Override
        public Span lastToken() {
            return high.lastToken();
        }
    }

    record IsNull(boolean negated, Expression value, Span span) implements Expression {}

    /** {@code MATCH}, {@code MATCH_ANY}, {@code MATCH_ALL}. */
    record Match(String word, boolean negated, Expression value, Expression pattern, Span span) implements Expression {}

    record Case(
            @Nullable Expression operand,
            List<When> branches,
            @Nullable Expression otherwise,
            Span span) implements Expression {
        public Case {
            branches = List.copyOf(branches);
        }

        @Override
        public Span lastToken() {
            return end(span, "END");
        }
    }

    record When(Expression condition, Expression result) {}

    /** {@code CAST(value AS type)}; the function is CAST or CONVERT, and the spelling is that of the type. */
    record Cast(String function, Expression value, Type type, Spelling spelling, Span span) implements Expression {
        public Cast(String function, Expression value, Type type, Span span) {
            this(function, value, type, Spelling.NONE, span);
        }
    }

    /** {@code ARRAY<INT>[1, 2]}; the type is optional, and the spelling is that of the type. */
    record ArrayLiteral(Type.@Nullable Array type, Spelling spelling, List<Expression> elements, Span span)
            implements Expression {
        public ArrayLiteral {
            elements = List.copyOf(elements);
        }

        public ArrayLiteral(Type.@Nullable Array type, List<Expression> elements, Span span) {
            this(type, Spelling.NONE, elements, span);
        }
    }

    /** {@code MAP<INT, INT>{1: 2}}; if the type is null, there is only the word MAP. */
    record MapLiteral(Type.@Nullable Map type, Spelling spelling, List<Entry> entries, Span span)
            implements Expression {
        public MapLiteral {
            entries = List.copyOf(entries);
        }

        public MapLiteral(Type.@Nullable Map type, List<Entry> entries, Span span) {
            this(type, Spelling.NONE, entries, span);
        }
    }

    record Entry(Expression key, Expression value) {}

    record Subscript(Expression base, Expression index, Span span) implements Expression {}

    /** {@code base[from:to]}. */
    record Slice(
            Expression base,
            @Nullable Integer from,
            @Nullable Integer to,
            Span span) implements Expression {}

    /** {@code base -> 'path'}. */
    record Arrow(Expression base, Text path, Span span) implements Expression {}

    /** {@code (a, b) -> body}; {@code parenthesized} marks a single parameter in parentheses. */
    record Lambda(List<Name> parameters, boolean parenthesized, Expression body, Span span) implements Expression {
        public Lambda {
            parameters = List.copyOf(parameters);
        }
    }

    record Collate(Expression value, Name collation, Span span) implements Expression {}

    /** Parentheses around one expression. */
    record Group(Expression inner, Span span) implements Expression {}

    /** Several expressions in parentheses, {@code (a, b)}. */
    record Tuple(List<Expression> elements, Span span) implements Expression {
        public Tuple {
            elements = List.copyOf(elements);
        }
    }

    /** {@code (SELECT …)} as a value. */
    record Subquery(Query query, Span span) implements Expression {}

    record Exists(Query query, Span span) implements Expression {}

    /** {@code value IN (SELECT …)}; the value may be a {@link Tuple}. */
    record InQuery(boolean negated, Expression value, Query query, Span span) implements Expression {}

    /**
     * An aggregate function with the clauses that are specific to aggregate functions.
     *
     * @param quantifierHint the words between the brackets in {@code count(DISTINCT [skew] x)}
     * @param all whether the word ALL precedes the arguments
     */
    record Aggregated(
            Call call,
            boolean all,
            @Nullable String quantifierHint,
            List<Statement.SortItem> orderBy,
            @Nullable Expression separator,
            @Nullable Expression filter,
            Span span)
            implements Expression {
        public Aggregated {
            orderBy = List.copyOf(orderBy);
        }
    }

    /** {@code function OVER (…)}; the function is a {@link Call} or {@link Aggregated}. */
    record Windowed(
            Expression function,
            IgnoreNulls ignoreNulls,
            @Nullable String hint,
            List<Expression> partitionBy,
            List<Statement.SortItem> orderBy,
            @Nullable Frame frame,
            Span span)
            implements Expression {
        public Windowed {
            partitionBy = List.copyOf(partitionBy);
            orderBy = List.copyOf(orderBy);
        }
    }

    /** The position of IGNORE NULLS: behind the first argument or behind the parenthesis. */
    enum IgnoreNulls {
        UNSAID,
        INSIDE,
        BEHIND
    }

    /** {@code ROWS BETWEEN from AND to}; {@code to} is null without BETWEEN. */
    record Frame(boolean rows, Bound from, @Nullable Bound to) {
        /** The amount is null for UNBOUNDED and CURRENT ROW. */
        public record Bound(Kind kind, @Nullable Expression amount) {
            public enum Kind {
                UNBOUNDED_PRECEDING,
                PRECEDING,
                CURRENT_ROW,
                FOLLOWING,
                UNBOUNDED_FOLLOWING
            }
        }
    }

    /** The word ALL in {@code ORDER BY ALL}. */
    record AllColumns(Span span) implements Expression {}

    /** The operators, one constant for each spelling. */
    enum Operator {
        OR("OR"),
        OR_SIGN("||"),
        AND("AND"),
        AND_SIGN("&&"),
        NOT("NOT"),
        NOT_SIGN("!"),
        BINARY("BINARY"),
        EQUAL("="),
        EQUAL_FOR_NULL("<=>"),
        NOT_EQUAL("!="),
        NOT_EQUAL_SIGN("<>"),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        BIT_OR("|"),
        BIT_AND("&"),
        BIT_XOR("^"),
        SHIFT_LEFT("BITSHIFTLEFT"),
        SHIFT_RIGHT("BITSHIFTRIGHT"),
        SHIFT_RIGHT_LOGICAL("BITSHIFTRIGHTLOGICAL"),
        PLUS("+"),
        MINUS("-"),
        TIMES("*"),
        DIVIDE("/"),
        INT_DIVIDE("DIV"),
        MODULO("%"),
        MODULO_WORD("MOD"),
        BIT_NOT("~");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        /** Returns the same operator for all spellings of it. */
        public Operator meaning() {
            return switch (this) {
                case OR_SIGN -> OR;
                case AND_SIGN -> AND;
                case NOT_SIGN -> NOT;
                case NOT_EQUAL_SIGN -> NOT_EQUAL;
                case MODULO_WORD -> MODULO;
                default -> this;
            };
        }
    }
}
