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
 * directly, as in {@code {'a':b}}. An optional part is a comment that begins with {@code /*?}, so every SQL client can
 * run the text. A comment that begins with a parameter is an {@linkplain OrderChoice choice of an order}.
 *
 * @param text the text as written
 * @param firstWordSpan the first word or symbol after comments; empty for a statement without any
 * @param parameters the parameters in the order of the text
 * @param segments the optional parts in the order of the text
 */
public record SqlTemplate(String text, Span firstWordSpan, List<Parameter> parameters, List<OptionalSegment> segments) {
    private static final String SEGMENT_START = "/*?";
    private static final String LINE_COMMENT = "--";
    private static final String COMMENT_END = "*/";

    /** The keywords before lists whose items are not keys, unlike the lists of ORDER BY, GROUP BY and PARTITION BY. */
    private static final Set<Keyword> LIST_KEYWORDS =
            Set.of(Keyword.SELECT, Keyword.FROM, Keyword.LIMIT, Keyword.VALUES, Keyword.SET);

    public SqlTemplate {
        parameters = List.copyOf(parameters);
        segments = List.copyOf(segments);
    }

    /**
     * A parameter.
     *
     * @param index the position among the parameters of the statement, which distinguishes two uses of a name
     * @param name the name of the method's parameter
     * @param components the components that are read from the parameter, such as {@code city} in {@code :order.city}
     * @param segmentIndex the index of the optional part around the parameter; -1 outside optional parts
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
     * @param contentSpan the part between its marks, without a line comment at its end, which would hide the following
     *     text
     * @param choice the columns among which a parameter chooses, with a comma after the chosen one; null for a part
     *     that is sent if its parameters are present
     */
    public record OptionalSegment(
            Span span, Span contentSpan, @Nullable OrderChoice choice) {}

    /** Reads a statement, whose SQL is only split into tokens, and not parsed. */
    public static SqlTemplate parse(String text) {
        Tokens writtenTokens = Lexer.tokenize(text);
        List<OptionalSegment> segments = removeLastComments(text, findSegments(text, writtenTokens));
        Tokens tokens = segments.isEmpty() ? writtenTokens : Lexer.tokenize(renderAllSegments(text, segments));
        for (OptionalSegment segment : segments) {
            if (segment.choice() != null) {
                segment.choice()
                        .requirePositionInOrderBy(
                                text,
                                tokens,
                                segment.span().offset() + segment.span().length());
            }
        }
        List<Parameter> parameters = new ArrayList<>();
        for (int tokenIndex = 0; tokenIndex + 1 < tokens.count(); tokenIndex++) {
            if (tokens.kind(tokenIndex) == TokenKind.QUESTION) {
                throw new SqlSyntaxException(
                        SyntaxRule.POSITIONAL_PARAMETER, tokens.span(tokenIndex, tokenIndex), text);
            }
            if (isParameter(tokens, tokenIndex)) {
                parameters.add(readParameter(parameters.size(), tokens, tokenIndex, segments));
            }
        }
        return new SqlTemplate(text, writtenTokens.span(0, 0), parameters, segments);
    }

    /** Returns the texts of optional parts, in the order of the statement. */
    public List<String> segmentTexts(Set<Integer> segmentIndexes) {
        return segmentIndexes.stream()
                .sorted()
                .map(segmentIndex -> segments.get(segmentIndex).contentSpan())
                .map(contentSpan -> text.substring(contentSpan.offset(), contentSpan.offset() + contentSpan.length())
                        .strip())
                .toList();
    }

    /** Finds the optional parts, which are comments between tokens. */
    private static List<OptionalSegment> findSegments(String text, Tokens tokens) {
        List<OptionalSegment> segments = new ArrayList<>();
        int gapStart = 0;
        for (int tokenIndex = 0; tokenIndex < tokens.count(); tokenIndex++) {
            addSegments(text, gapStart, tokens.start(tokenIndex), segments);
            gapStart = tokens.end(tokenIndex);
        }
        return segments;
    }

    private static void addSegments(String text, int start, int endOffset, List<OptionalSegment> segments) {
        int position = start;
        while (position < endOffset) {
            if (text.startsWith(LINE_COMMENT, position)) {
                int end = text.indexOf('\n', position);
                position = end < 0 ? endOffset : end;
            } else if (text.startsWith("/*", position)) {
                int end = text.indexOf(COMMENT_END, position + 2) + COMMENT_END.length();
                if (text.startsWith(SEGMENT_START, position)) {
                    segments.add(readSegment(text, position, end));
                } else if (OrderChoice.isAt(text, position)) {
                    segments.add(readChoice(text, position, end));
                }
                position = end;
            } else {
                position++;
            }
        }
    }

    /** Returns the parts without the line comments at their ends, which would hide the text after the parts. */
    private static List<OptionalSegment> removeLastComments(String text, List<OptionalSegment> segments) {
        if (segments.stream().noneMatch(segment -> lastLine(text, segment).contains(LINE_COMMENT))) {
            return segments;
        }
        // A line break in place of the mark at the end of a part ends a line comment in it; all offsets stay the same.
        StringBuilder textWithBreaks = new StringBuilder(renderAllSegments(text, segments));
        segments.forEach(segment -> textWithBreaks.setCharAt(
                segment.span().offset() + segment.span().length() - 1, '\n'));
        Tokens tokens;
        try {
            tokens = Lexer.tokenize(textWithBreaks.toString());
        } catch (SqlSyntaxException ignored) {
            return segments; // the statement itself is refused later, with the right position
        }
        return segments.stream()
                .map(segment -> removeLastComment(text, segment, tokens))
                .toList();
    }

    private static String lastLine(String text, OptionalSegment segment) {
        int start = segment.contentSpan().offset();
        String content = text.substring(start, start + segment.contentSpan().length());
        return content.substring(content.lastIndexOf('\n') + 1);
    }

    private static OptionalSegment removeLastComment(String text, OptionalSegment segment, Tokens tokens) {
        int start = segment.contentSpan().offset();
        int end = start + segment.contentSpan().length();
        int gapStart = start;
        for (int tokenIndex = 0; tokenIndex < tokens.count() && tokens.end(tokenIndex) <= end; tokenIndex++) {
            gapStart = Math.max(gapStart, tokens.end(tokenIndex));
        }
        int commentStart = text.indexOf(LINE_COMMENT, gapStart);
        while (commentStart >= 0
                && commentStart < end
                && text.substring(commentStart, end).contains("\n")) {
            commentStart = text.indexOf(LINE_COMMENT, text.indexOf('\n', commentStart));
        }
        return commentStart < 0 || commentStart >= end
                ? segment
                : new OptionalSegment(segment.span(), createSpan(text, start, commentStart - start), segment.choice());
    }

    private static OptionalSegment readSegment(String text, int start, int end) {
        int contentStart = start + SEGMENT_START.length();
        int nestedStart = text.indexOf(SEGMENT_START, contentStart);
        if (nestedStart >= 0 && nestedStart < end) {
            throw new SqlSyntaxException(
                    SyntaxRule.NESTED_OPTIONAL_PART, createSpan(text, nestedStart, SEGMENT_START.length()), text);
        }
        return new OptionalSegment(
                createSpan(text, start, end - start),
                createSpan(text, contentStart, end - COMMENT_END.length() - contentStart),
                null);
    }

    private static OptionalSegment readChoice(String text, int start, int end) {
        int nameEnd = OrderChoice.findNameEnd(text, start);
        int colonOffset = start + OrderChoice.COMMENT_START.length() - 1;
        Span contentSpan = createSpan(text, nameEnd, end - COMMENT_END.length() - nameEnd);
        return new OptionalSegment(
                createSpan(text, start, end - start),
                contentSpan,
                OrderChoice.parse(text, createSpan(text, colonOffset, nameEnd - colonOffset), contentSpan));
    }

    private static Span createSpan(String text, int offset, int length) {
        int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
        int line = 1
                + (int) text.substring(0, lineStart)
                        .chars()
                        .filter(character -> character == '\n')
                        .count();
        return new Span(line, offset - lineStart + 1, offset, length);
    }

    /**
     * Returns the text with all optional parts. Blanks or a comma replace the marks of each part, so all offsets stay
     * the same.
     */
    private static String renderAllSegments(String text, List<OptionalSegment> segments) {
        StringBuilder builder = new StringBuilder(text);
        for (OptionalSegment segment : segments) {
            int start = segment.span().offset();
            int end = start + segment.span().length();
            int contentStart = segment.contentSpan().offset();
            builder.replace(start, contentStart, " ".repeat(contentStart - start));
            int contentEnd = contentStart + segment.contentSpan().length();
            builder.replace(contentEnd, end, (segment.choice() == null ? " " : ",") + " ".repeat(end - contentEnd - 1));
        }
        return builder.toString();
    }

    private static boolean isParameter(Tokens tokens, int tokenIndex) {
        return tokens.kind(tokenIndex) == TokenKind.COLON
                && tokens.kind(tokenIndex + 1) == TokenKind.WORD
                && isAdjacent(tokens, tokenIndex)
                && !(tokenIndex > 0
                        && tokens.kind(tokenIndex - 1) == TokenKind.COLON
                        && isAdjacent(tokens, tokenIndex - 1))
                && !(tokenIndex > 0
                        && isAdjacent(tokens, tokenIndex - 1)
                        && mayEndExpression(tokens.kind(tokenIndex - 1)));
    }

    private static boolean isAdjacent(Tokens tokens, int tokenIndex) {
        return tokens.end(tokenIndex) == tokens.start(tokenIndex + 1);
    }

    private static boolean mayEndExpression(TokenKind kind) {
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

    private static Parameter readParameter(int index, Tokens tokens, int colonIndex, List<OptionalSegment> segments) {
        String name = tokens.text(colonIndex + 1);
        List<String> components = new ArrayList<>();
        int lastIndex = colonIndex + 1;
        while (lastIndex + 2 < tokens.count()
                && tokens.kind(lastIndex + 1) == TokenKind.DOT
                && tokens.kind(lastIndex + 2) == TokenKind.WORD
                && isAdjacent(tokens, lastIndex)
                && isAdjacent(tokens, lastIndex + 1)) {
            lastIndex += 2;
            components.add(tokens.text(lastIndex));
        }
        Span span = tokens.span(colonIndex, lastIndex);
        return new Parameter(
                index,
                name,
                components,
                findSegmentAround(span, segments),
                determinePosition(tokens, colonIndex, lastIndex),
                span);
    }

    private static Position determinePosition(Tokens tokens, int firstIndex, int lastIndex) {
        if (isKey(tokens, firstIndex, lastIndex)) {
            return Position.KEY;
        }
        if (!isItem(tokens, firstIndex, lastIndex)) {
            return Position.VALUE;
        }
        int openingIndex = firstIndex - 1;
        for (int depth = 0; openingIndex >= 0; openingIndex--) {
            TokenKind kind = tokens.kind(openingIndex);
            depth += kind == TokenKind.RIGHT_PARENTHESIS ? 1 : 0;
            if (kind == TokenKind.LEFT_PARENTHESIS && depth-- == 0) {
                break;
            }
        }
        if (openingIndex < 1 || tokens.keyword(openingIndex - 1) != Keyword.IN) {
            return Position.VALUE;
        }
        boolean isAlone = openingIndex == firstIndex - 1 && tokens.kind(lastIndex + 1) == TokenKind.RIGHT_PARENTHESIS;
        return isAlone ? Position.WHOLE_LIST : Position.ITEM_OF_LIST;
    }

    /** Returns whether the tokens are a whole item of a list in parentheses. */
    private static boolean isItem(Tokens tokens, int firstIndex, int lastIndex) {
        TokenKind kindBefore = firstIndex == 0 ? TokenKind.END : tokens.kind(firstIndex - 1);
        TokenKind kindAfter = tokens.kind(lastIndex + 1);
        return (kindBefore == TokenKind.LEFT_PARENTHESIS || kindBefore == TokenKind.COMMA)
                && (kindAfter == TokenKind.RIGHT_PARENTHESIS || kindAfter == TokenKind.COMMA);
    }

    /** Returns whether the tokens are a whole item of ORDER BY, GROUP BY or PARTITION BY. */
    private static boolean isKey(Tokens tokens, int firstIndex, int lastIndex) {
        boolean isItemEnd = switch (tokens.kind(lastIndex + 1)) {
            case END, WORD, COMMA, RIGHT_PARENTHESIS -> true;
            default -> false;
        };
        if (!isItemEnd || firstIndex == 0) {
            return false;
        }
        if (tokens.keyword(firstIndex - 1) == Keyword.BY) {
            return true;
        }
        int depth = 0;
        for (int tokenIndex = firstIndex - 1;
                tokens.kind(firstIndex - 1) == TokenKind.COMMA && tokenIndex >= 0 && depth >= 0;
                tokenIndex--) {
            TokenKind kind = tokens.kind(tokenIndex);
            depth += kind == TokenKind.RIGHT_PARENTHESIS ? 1 : 0;
            depth -= kind == TokenKind.LEFT_PARENTHESIS ? 1 : 0;
            Keyword keyword = depth == 0 ? tokens.keyword(tokenIndex) : null;
            if (keyword == Keyword.BY) {
                return true;
            }
            if (keyword != null && LIST_KEYWORDS.contains(keyword)) {
                return false;
            }
        }
        return false;
    }

    /** Returns the index of the optional part that contains the span; -1 if the span is outside optional parts. */
    private static int findSegmentAround(Span span, List<OptionalSegment> segments) {
        for (int i = 0; i < segments.size(); i++) {
            Span contentSpan = segments.get(i).contentSpan();
            if (span.offset() >= contentSpan.offset() && span.offset() < contentSpan.offset() + contentSpan.length()) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the span of the parentheses after the last VALUES; empty without such parentheses. */
    public Optional<Span> findLastRow() {
        Tokens tokens = Lexer.tokenize(text);
        int openingIndex = tokens.count() - 1;
        while (openingIndex > 0
                && !(tokens.keyword(openingIndex - 1) == Keyword.VALUES
                        && tokens.kind(openingIndex) == TokenKind.LEFT_PARENTHESIS)) {
            openingIndex--;
        }
        int depth = 0;
        for (int tokenIndex = openingIndex; openingIndex > 0 && tokenIndex < tokens.count(); tokenIndex++) {
            TokenKind kind = tokens.kind(tokenIndex);
            depth += kind == TokenKind.LEFT_PARENTHESIS ? 1 : kind == TokenKind.RIGHT_PARENTHESIS ? -1 : 0;
            if (depth == 0) {
                return Optional.of(tokens.span(openingIndex, tokenIndex));
            }
        }
        return Optional.empty();
    }

    /** Returns the first word or symbol after comments, in upper case; empty for a statement without any. */
    public String firstWord() {
        return text.substring(firstWordSpan.offset(), firstWordSpan.offset() + firstWordSpan.length())
                .toUpperCase(Locale.ROOT);
    }

    /**
     * Returns the statement with SQL in place of its parameters.
     *
     * @param segmentIndexes the indexes of the optional parts to include
     * @param parameterRenderer returns the SQL in place of a parameter
     */
    public RenderedTemplate render(Set<Integer> segmentIndexes, Function<Parameter, String> parameterRenderer) {
        RenderedTemplate.Builder builder = new RenderedTemplate.Builder(this);
        int nextParameterIndex = 0;
        int position = 0;
        for (int segmentIndex = 0; segmentIndex < segments.size(); segmentIndex++) {
            OptionalSegment segment = segments.get(segmentIndex);
            nextParameterIndex =
                    appendRange(builder, position, segment.span().offset(), nextParameterIndex, parameterRenderer);
            position = segment.span().offset() + segment.span().length();
            int end = segment.contentSpan().offset() + segment.contentSpan().length();
            if (segmentIndexes.contains(segmentIndex)) {
                nextParameterIndex = appendRange(
                        builder, segment.contentSpan().offset(), end, nextParameterIndex, parameterRenderer);
                if (segment.choice() != null) {
                    builder.insertText(", ", end);
                }
            }
            while (nextParameterIndex < parameters.size()
                    && parameters.get(nextParameterIndex).span().offset() < position) {
                nextParameterIndex++;
            }
        }
        appendRange(builder, position, text.length(), nextParameterIndex, parameterRenderer);
        return builder.build();
    }

    /** Appends a range with its parameters; returns the index of the first parameter after it. */
    private int appendRange(
            RenderedTemplate.Builder builder,
            int start,
            int end,
            int firstParameterIndex,
            Function<Parameter, String> parameterRenderer) {
        int nextParameterIndex = firstParameterIndex;
        int position = start;
        while (nextParameterIndex < parameters.size()
                && parameters.get(nextParameterIndex).span().offset() < end) {
            Parameter parameter = parameters.get(nextParameterIndex++);
            builder.appendText(position, parameter.span().offset());
            builder.appendParameter(parameter, parameterRenderer.apply(parameter));
            position = parameter.span().offset() + parameter.span().length();
        }
        builder.appendText(position, end);
        return nextParameterIndex;
    }
}
