package dev.cairn.sql.template;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A statement with named parameters and optional parts.
 *
 * <pre>
 * SELECT city FROM orders WHERE order_date &gt;= :from /*? AND city IN (:cities) *&#47;
 * </pre>
 *
 * <p>{@code :name} is a parameter, and {@code :order.city} a component of one. The colon must not follow an expression
 * directly, as in {@code {'a':b}}. An optional part is a comment that begins with {@code /*?}, so that every SQL client
 * can run the text. A comment that begins with a parameter is the {@link OrderChoice choice of an order}.
 *
 * @param text the text as written
 * @param start the first word or symbol behind comments; empty for a statement without any
 * @param parameters the parameters in the order of the text
 * @param segments the optional parts in the order of the text
 */
public record SqlTemplate(String text, Span start, List<Parameter> parameters, List<OptionalSegment> segments) {
    private static final String PART_START = "/*?";
    private static final String LINE_COMMENT = "--";
    private static final String PART_END = "*/";

    /** The keywords before lists of other items than those of ORDER BY, GROUP BY and PARTITION BY. */
    private static final Set<Keyword> CLAUSES =
            Set.of(Keyword.SELECT, Keyword.FROM, Keyword.LIMIT, Keyword.VALUES, Keyword.SET);

    public SqlTemplate {
        parameters = List.copyOf(parameters);
        segments = List.copyOf(segments);
    }

    /**
     * A parameter.
     *
     * @param index its position among the parameters of the statement, which tells two uses of a name apart
     * @param name the name of the method's parameter
     * @param components the components that are read from it: {@code city} in {@code :order.city}
     * @param segmentIndex the index of the optional part around it, or -1
     */
    public record Parameter(
            int index, String name, List<String> components, int segmentIndex, Position position, Span span) {
        public Parameter {
            components = List.copyOf(components);
        }

        /** Returns the parameter as it is written, without the colon. */
        public String path() {
            return components.isEmpty() ? name : name + "." + String.join(".", components);
        }
    }

    /** The position of a parameter. */
    public enum Position {
        /** The parameter is the whole list of IN: {@code city IN (:cities)}. */
        WHOLE_LIST,
        /** The list of IN has other items besides the parameter. */
        ITEM_OF_LIST,
        /** The parameter is a whole item of ORDER BY, GROUP BY or PARTITION BY, where only a column makes sense. */
        KEY,
        VALUE
    }

    /**
     * An optional part.
     *
     * @param span the part with its marks
     * @param content the part between its marks, without a line comment at its end, which would hide the following
     *     text
     * @param choice the columns among which a parameter chooses, with a comma after the chosen one; null for a part
     *     that is sent if its parameters are present
     */
    public record OptionalSegment(
            Span span, Span content, @Nullable OrderChoice choice) {}

    /** Reads a statement. Its SQL is not parsed, but only split into tokens. */
    public static SqlTemplate parse(String text) {
        Tokens writtenTokens = Lexer.tokenize(text);
        List<OptionalSegment> parts = removeLastComments(text, findSegments(text, writtenTokens));
        Tokens tokens = parts.isEmpty() ? writtenTokens : Lexer.tokenize(completeText(text, parts));
        for (OptionalSegment part : parts) {
            if (part.choice() != null) {
                part.choice()
                        .requirePositionInOrderBy(
                                text, tokens, part.span().offset() + part.span().length());
            }
        }
        List<Parameter> parameters = new ArrayList<>();
        for (int token = 0; token + 1 < tokens.count(); token++) {
            if (isParameter(tokens, token)) {
                parameters.add(readParameter(parameters.size(), tokens, token, parts));
            }
        }
        return new SqlTemplate(text, writtenTokens.span(0, 0), parameters, parts);
    }

    /** Returns the texts of optional parts, in the order of the statement. */
    public List<String> segmentTexts(Set<Integer> selected) {
        return selected.stream()
                .sorted()
                .map(part -> segments.get(part).content())
                .map(at ->
                        text.substring(at.offset(), at.offset() + at.length()).strip())
                .toList();
    }

    /** Finds the optional parts, which are comments between tokens. */
    private static List<OptionalSegment> findSegments(String text, Tokens tokens) {
        List<OptionalSegment> parts = new ArrayList<>();
        int gap = 0;
        for (int token = 0; token < tokens.count(); token++) {
            addSegments(text, gap, tokens.start(token), parts);
            gap = tokens.end(token);
        }
        return parts;
    }

    private static void addSegments(String text, int start, int to, List<OptionalSegment> parts) {
        int position = start;
        while (position < to) {
            if (text.startsWith(LINE_COMMENT, position)) {
                int end = text.indexOf('\n', position);
                position = end < 0 ? to : end;
            } else if (text.startsWith("/*", position)) {
                int end = text.indexOf(PART_END, position + 2) + PART_END.length();
                if (text.startsWith(PART_START, position)) {
                    parts.add(readSegment(text, position, end));
                } else if (OrderChoice.isAt(text, position)) {
                    parts.add(readChoice(text, position, end));
                }
                position = end;
            } else {
                position++;
            }
        }
    }

    private static List<OptionalSegment> removeLastComments(String text, List<OptionalSegment> parts) {
        if (parts.stream().noneMatch(part -> lastLine(text, part).contains(LINE_COMMENT))) {
            return parts;
        }
        // A line break instead of the mark at the end of each part ends its comment; all offsets stay the same.
        StringBuilder broken = new StringBuilder(completeText(text, parts));
        parts.forEach(
                part -> broken.setCharAt(part.span().offset() + part.span().length() - 1, '\n'));
        Tokens tokens;
        try {
            tokens = Lexer.tokenize(broken.toString());
        } catch (SqlSyntaxException wrong) {
            return parts; // the text itself is refused, with the right position
        }
        return parts.stream().map(part -> removeLastComment(text, part, tokens)).toList();
    }

    private static String lastLine(String text, OptionalSegment part) {
        int start = part.content().offset();
        String content = text.substring(start, start + part.content().length());
        return content.substring(content.lastIndexOf('\n') + 1);
    }

    private static OptionalSegment removeLastComment(String text, OptionalSegment part, Tokens tokens) {
        int start = part.content().offset();
        int end = start + part.content().length();
        int gap = start;
        for (int token = 0; token < tokens.count() && tokens.end(token) <= end; token++) {
            gap = Math.max(gap, tokens.end(token));
        }
        int comment = text.indexOf(LINE_COMMENT, gap);
        while (comment >= 0 && comment < end && text.substring(comment, end).contains("\n")) {
            comment = text.indexOf(LINE_COMMENT, text.indexOf('\n', comment));
        }
        return comment < 0 || comment >= end
                ? part
                : new OptionalSegment(part.span(), spanAt(text, start, comment - start), part.choice());
    }

    private static OptionalSegment readSegment(String text, int start, int end) {
        int content = start + PART_START.length();
        int nested = text.indexOf(PART_START, content);
        if (nested >= 0 && nested < end) {
            throw new SqlSyntaxException(
                    SyntaxRule.NESTED_OPTIONAL_PART, spanAt(text, nested, PART_START.length()), text);
        }
        return new OptionalSegment(
                spanAt(text, start, end - start), spanAt(text, content, end - PART_END.length() - content), null);
    }

    private static OptionalSegment readChoice(String text, int start, int end) {
        int nameEnd = OrderChoice.findNameEnd(text, start);
        int colon = start + OrderChoice.START.length() - 1;
        Span content = spanAt(text, nameEnd, end - PART_END.length() - nameEnd);
        return new OptionalSegment(
                spanAt(text, start, end - start),
                content,
                OrderChoice.of(text, spanAt(text, colon, nameEnd - colon), content));
    }

    private static Span spanAt(String text, int offset, int length) {
        int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
        int line = 1
                + (int) text.substring(0, lineStart)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new Span(line, offset - lineStart + 1, offset, length);
    }

    /**
     * Returns the text with all optional parts. Blanks or a comma replace their marks, so that all offsets stay the
     * same.
     */
    private static String completeText(String text, List<OptionalSegment> parts) {
        StringBuilder complete = new StringBuilder(text);
        for (OptionalSegment part : parts) {
            int start = part.span().offset();
            int end = start + part.span().length();
            int contentStart = part.content().offset();
            complete.replace(start, contentStart, " ".repeat(contentStart - start));
            int contentEnd = contentStart + part.content().length();
            complete.replace(contentEnd, end, (part.choice() == null ? " " : ",") + " ".repeat(end - contentEnd - 1));
        }
        return complete.toString();
    }

    private static boolean isParameter(Tokens tokens, int token) {
        return tokens.kind(token) == TokenKind.COLON
                && tokens.kind(token + 1) == TokenKind.WORD
                && isAdjacent(tokens, token)
                && !(token > 0 && tokens.kind(token - 1) == TokenKind.COLON && isAdjacent(tokens, token - 1))
                && !(token > 0 && isAdjacent(tokens, token - 1) && endsExpression(tokens.kind(token - 1)));
    }

    private static boolean isAdjacent(Tokens tokens, int token) {
        return tokens.end(token) == tokens.start(token + 1);
    }

    private static boolean endsExpression(TokenKind kind) {
        return switch (kind) {
            case WORD,
                    BACKQUOTED,
                    DIGITS_AND_LETTERS,
                    DOT_AND_NAME,
                    INTEGER,
                    DECIMAL,
                    DOUBLE,
                    TEXT,
                    HEX,
                    RIGHT_PARENTHESIS,
                    RIGHT_BRACKET,
                    RIGHT_BRACE -> true;
            default -> false;
        };
    }

    private static Parameter readParameter(int index, Tokens tokens, int colon, List<OptionalSegment> parts) {
        String name = tokens.text(colon + 1);
        List<String> components = new ArrayList<>();
        int last = colon + 1;
        while (last + 2 < tokens.count()
                && tokens.kind(last + 1) == TokenKind.DOT
                && tokens.kind(last + 2) == TokenKind.WORD
                && isAdjacent(tokens, last)
                && isAdjacent(tokens, last + 1)) {
            last += 2;
            components.add(tokens.text(last));
        }
        Span span = tokens.span(colon, last);
        return new Parameter(
                index, name, components, findSegmentAround(span, parts), determinePosition(tokens, colon, last), span);
    }

    private static Position determinePosition(Tokens tokens, int first, int last) {
        if (isKey(tokens, first, last)) {
            return Position.KEY;
        }
        if (!isItem(tokens, first, last)) {
            return Position.VALUE;
        }
        int opening = first - 1;
        for (int depth = 0; opening >= 0; opening--) {
            TokenKind kind = tokens.kind(opening);
            depth += kind == TokenKind.RIGHT_PARENTHESIS ? 1 : 0;
            if (kind == TokenKind.LEFT_PARENTHESIS && depth-- == 0) {
                break;
            }
        }
        if (opening < 1 || tokens.keyword(opening - 1) != Keyword.IN) {
            return Position.VALUE;
        }
        boolean alone = opening == first - 1 && tokens.kind(last + 1) == TokenKind.RIGHT_PARENTHESIS;
        return alone ? Position.WHOLE_LIST : Position.ITEM_OF_LIST;
    }

    /** Whether the tokens are a whole item of a list in parentheses. */
    private static boolean isItem(Tokens tokens, int first, int last) {
        TokenKind before = first == 0 ? TokenKind.END : tokens.kind(first - 1);
        TokenKind after = tokens.kind(last + 1);
        return (before == TokenKind.LEFT_PARENTHESIS || before == TokenKind.COMMA)
                && (after == TokenKind.RIGHT_PARENTHESIS || after == TokenKind.COMMA);
    }

    /** Whether the tokens are a whole item of ORDER BY, GROUP BY or PARTITION BY. */
    private static boolean isKey(Tokens tokens, int first, int last) {
        boolean ends = switch (tokens.kind(last + 1)) {
            case END, WORD, COMMA, RIGHT_PARENTHESIS -> true;
            default -> false;
        };
        if (!ends || first == 0) {
            return false;
        }
        if (tokens.keyword(first - 1) == Keyword.BY) {
            return true;
        }
        int depth = 0;
        for (int token = first - 1; tokens.kind(first - 1) == TokenKind.COMMA && token >= 0 && depth >= 0; token--) {
            TokenKind kind = tokens.kind(token);
            depth += kind == TokenKind.RIGHT_PARENTHESIS ? 1 : 0;
            depth -= kind == TokenKind.LEFT_PARENTHESIS ? 1 : 0;
            Keyword keyword = depth == 0 ? tokens.keyword(token) : null;
            if (keyword == Keyword.BY) {
                return true;
            }
            if (keyword != null && CLAUSES.contains(keyword)) {
                return false;
            }
        }
        return false;
    }

    private static int findSegmentAround(Span span, List<OptionalSegment> parts) {
        for (int i = 0; i < parts.size(); i++) {
            Span content = parts.get(i).content();
            if (span.offset() >= content.offset() && span.offset() < content.offset() + content.length()) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the parentheses behind the last VALUES with what they contain; empty without them. */
    public Optional<Span> findLastRow() {
        Tokens tokens = Lexer.tokenize(text);
        int opening = tokens.count() - 1;
        while (opening > 0
                && !(tokens.keyword(opening - 1) == Keyword.VALUES
                        && tokens.kind(opening) == TokenKind.LEFT_PARENTHESIS)) {
            opening--;
        }
        int depth = 0;
        for (int token = opening; opening > 0 && token < tokens.count(); token++) {
            TokenKind kind = tokens.kind(token);
            depth += kind == TokenKind.LEFT_PARENTHESIS ? 1 : kind == TokenKind.RIGHT_PARENTHESIS ? -1 : 0;
            if (depth == 0) {
                return Optional.of(tokens.span(opening, token));
            }
        }
        return Optional.empty();
    }

    /** Returns the first word or symbol behind comments, in upper case; empty for a statement without any. */
    public String firstWord() {
        return text.substring(start.offset(), start.offset() + start.length()).toUpperCase(Locale.ROOT);
    }

    /**
     * Returns a text without parameters.
     *
     * @param included the indexes of the optional parts that it contains
     * @param sql the SQL in the place of each parameter
     */
    public RenderedTemplate render(Set<Integer> included, Function<Parameter, String> sql) {
        RenderedTemplate.Builder rendered = new RenderedTemplate.Builder(this);
        int next = 0;
        int position = 0;
        for (int part = 0; part < segments.size(); part++) {
            OptionalSegment optional = segments.get(part);
            next = appendRange(rendered, position, optional.span().offset(), next, sql);
            position = optional.span().offset() + optional.span().length();
            int end = optional.content().offset() + optional.content().length();
            if (included.contains(part)) {
                next = appendRange(rendered, optional.content().offset(), end, next, sql);
                if (optional.choice() != null) {
                    rendered.insertText(", ", end);
                }
            }
            while (next < parameters.size() && parameters.get(next).span().offset() < position) {
                next++;
            }
        }
        appendRange(rendered, position, text.length(), next, sql);
        return rendered.build();
    }

    /** Appends a range with its parameters; returns the index of the first parameter behind it. */
    private int appendRange(
            RenderedTemplate.Builder rendered, int start, int end, int first, Function<Parameter, String> sql) {
        int next = first;
        int position = start;
        while (next < parameters.size() && parameters.get(next).span().offset() < end) {
            Parameter parameter = parameters.get(next++);
            rendered.appendText(position, parameter.span().offset());
            rendered.appendParameter(parameter, sql.apply(parameter));
            position = parameter.span().offset() + parameter.span().length();
        }
        rendered.appendText(position, end);
        return next;
    }
}
