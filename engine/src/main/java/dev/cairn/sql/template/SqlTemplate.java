package dev.cairn.sql.template;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.LineAndColumn;
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
 * @param optionalParts the optional parts in the order of the text
 */
public record SqlTemplate(
        String text, Span firstWordSpan, List<Parameter> parameters, List<OptionalPart> optionalParts) {
    private static final String OPTIONAL_PART_START = "/*?";
    private static final String LINE_COMMENT = "--";
    private static final String COMMENT_END = "*/";

    /** The keywords before lists whose items are not keys, unlike the lists of ORDER BY, GROUP BY and PARTITION BY. */
    private static final Set<Keyword> LIST_KEYWORDS =
            Set.of(Keyword.SELECT, Keyword.FROM, Keyword.LIMIT, Keyword.VALUES, Keyword.SET);

    public SqlTemplate {
        parameters = List.copyOf(parameters);
        optionalParts = List.copyOf(optionalParts);
    }

    /**
     * A parameter.
     *
     * @param index the position among the parameters of the statement, which distinguishes two uses of a name
     * @param name the name of the method's parameter
     * @param components the components that are read from the parameter, such as {@code city} in {@code :order.city}
     * @param optionalPartIndex the index of the optional part around the parameter; -1 outside optional parts
     */
    public record Parameter(
            int index, String name, List<String> components, int optionalPartIndex, ParameterRole role, Span span) {
        public Parameter {
            components = List.copyOf(components);
        }

        /** Returns the parameter as it is written, without the colon. */
        public String path() {
            return components.isEmpty() ? name : name + "." + String.join(".", components);
        }
    }

    /** The role of a parameter in the statement, which decides what SQL may replace it. */
    public enum ParameterRole {
        /** The parameter is the whole list of IN: {@code city IN (:cities)}. */
        WHOLE_LIST,
        /** The list of IN has other items besides the parameter. */
        LIST_ITEM,
        /** The parameter is a whole item of ORDER BY, GROUP BY or PARTITION BY, where only a column makes sense. */
        KEY,
        /** The parameter is anywhere else. */
        VALUE
    }

    /**
     * An optional part.
     *
     * @param span the part with its marks
     * @param contentSpan the part between its marks, without a line comment at its end, which would hide the following
     *     text
     * @param orderChoice the columns among which a parameter chooses, with a comma after the chosen one; null for a part
     *     that is sent if its parameters are present
     */
    public record OptionalPart(
            Span span, Span contentSpan, @Nullable OrderChoice orderChoice) {}

    /**
     * Reads a statement. Its SQL is only split into tokens, not parsed.
     *
     * @throws SqlSyntaxException if the text can't be split into tokens, contains a question mark as a parameter, nests
     *     optional parts, or has an invalid or misplaced choice of an order
     */
    public static SqlTemplate parse(String text) {
        Tokens writtenTokens = Lexer.tokenize(text);
        List<OptionalPart> optionalParts = removeTrailingComments(text, findOptionalParts(text, writtenTokens));
        Tokens tokens =
                optionalParts.isEmpty() ? writtenTokens : Lexer.tokenize(renderAllOptionalParts(text, optionalParts));
        for (OptionalPart optionalPart : optionalParts) {
            if (optionalPart.orderChoice() != null) {
                optionalPart
                        .orderChoice()
                        .requirePositionInOrderBy(
                                text, tokens, optionalPart.span().endOffset());
            }
        }
        List<Parameter> parameters = new ArrayList<>();
        for (int tokenIndex = 0; tokenIndex + 1 < tokens.count(); tokenIndex++) {
            if (tokens.kind(tokenIndex) == TokenKind.QUESTION) {
                throw new SqlSyntaxException(
                        SyntaxRule.POSITIONAL_PARAMETER, tokens.span(tokenIndex, tokenIndex), text);
            }
            if (isParameter(tokens, tokenIndex)) {
                parameters.add(readParameter(parameters.size(), tokens, tokenIndex, optionalParts));
            }
        }
        return new SqlTemplate(text, writtenTokens.span(0, 0), parameters, optionalParts);
    }

    /** Returns the texts of optional parts, in the order of the statement. */
    public List<String> optionalPartTexts(Set<Integer> optionalPartIndexes) {
        return optionalPartIndexes.stream()
                .sorted()
                .map(optionalPartIndex -> optionalParts.get(optionalPartIndex).contentSpan())
                .map(contentSpan -> contentSpan.textIn(text).strip())
                .toList();
    }

    /** Finds the optional parts and the choices of an order, which are comments between tokens. */
    private static List<OptionalPart> findOptionalParts(String text, Tokens tokens) {
        List<OptionalPart> optionalParts = new ArrayList<>();
        int gapStart = 0;
        for (int tokenIndex = 0; tokenIndex < tokens.count(); tokenIndex++) {
            addOptionalParts(text, gapStart, tokens.start(tokenIndex), optionalParts);
            gapStart = tokens.end(tokenIndex);
        }
        return optionalParts;
    }

    private static void addOptionalParts(String text, int start, int endOffset, List<OptionalPart> optionalParts) {
        int offset = start;
        while (offset < endOffset) {
            if (text.startsWith(LINE_COMMENT, offset)) {
                int end = text.indexOf('\n', offset);
                offset = end < 0 ? endOffset : end;
            } else if (text.startsWith("/*", offset)) {
                int end = text.indexOf(COMMENT_END, offset + 2) + COMMENT_END.length();
                if (text.startsWith(OPTIONAL_PART_START, offset)) {
                    optionalParts.add(readOptionalPart(text, offset, end));
                } else if (OrderChoice.isAt(text, offset)) {
                    optionalParts.add(readOrderChoice(text, offset, end));
                }
                offset = end;
            } else {
                offset++;
            }
        }
    }

    /** Returns the parts without the line comments at their ends, which would hide the text after the parts. */
    private static List<OptionalPart> removeTrailingComments(String text, List<OptionalPart> optionalParts) {
        if (optionalParts.stream()
                .noneMatch(optionalPart -> lastLine(text, optionalPart).contains(LINE_COMMENT))) {
            return optionalParts;
        }
        // A line break in place of the mark at the end of a part ends a line comment in it; all offsets stay the same.
        StringBuilder textWithBreaks = new StringBuilder(renderAllOptionalParts(text, optionalParts));
        optionalParts.forEach(
                optionalPart -> textWithBreaks.setCharAt(optionalPart.span().endOffset() - 1, '\n'));
        Tokens tokens;
        try {
            tokens = Lexer.tokenize(textWithBreaks.toString());
        } catch (SqlSyntaxException ignored) {
            return optionalParts; // the statement itself is refused later, with the right position
        }
        return optionalParts.stream()
                .map(optionalPart -> removeTrailingComment(text, optionalPart, tokens))
                .toList();
    }

    private static String lastLine(String text, OptionalPart optionalPart) {
        int start = optionalPart.contentSpan().offset();
        String content =
                text.substring(start, start + optionalPart.contentSpan().length());
        return content.substring(content.lastIndexOf('\n') + 1);
    }

    private static OptionalPart removeTrailingComment(String text, OptionalPart optionalPart, Tokens tokens) {
        int start = optionalPart.contentSpan().offset();
        int end = start + optionalPart.contentSpan().length();
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
                ? optionalPart
                : new OptionalPart(
                        optionalPart.span(),
                        LineAndColumn.spanOf(text, start, commentStart - start),
                        optionalPart.orderChoice());
    }

    private static OptionalPart readOptionalPart(String text, int start, int end) {
        int contentStart = start + OPTIONAL_PART_START.length();
        int nestedStart = text.indexOf(OPTIONAL_PART_START, contentStart);
        if (nestedStart >= 0 && nestedStart < end) {
            throw new SqlSyntaxException(
                    SyntaxRule.NESTED_OPTIONAL_PART,
                    LineAndColumn.spanOf(text, nestedStart, OPTIONAL_PART_START.length()),
                    text);
        }
        return new OptionalPart(
                LineAndColumn.spanOf(text, start, end - start),
                LineAndColumn.spanOf(text, contentStart, end - COMMENT_END.length() - contentStart),
                null);
    }

    private static OptionalPart readOrderChoice(String text, int start, int end) {
        int nameEnd = OrderChoice.nameEndOffset(text, start);
        int colonOffset = start + OrderChoice.COMMENT_START.length() - 1;
        Span contentSpan = LineAndColumn.spanOf(text, nameEnd, end - COMMENT_END.length() - nameEnd);
        return new OptionalPart(
                LineAndColumn.spanOf(text, start, end - start),
                contentSpan,
                OrderChoice.parse(text, LineAndColumn.spanOf(text, colonOffset, nameEnd - colonOffset), contentSpan));
    }

    /**
     * Returns the text with all optional parts. Blanks or a comma replace the marks of each part, so all offsets stay
     * the same.
     */
    private static String renderAllOptionalParts(String text, List<OptionalPart> optionalParts) {
        StringBuilder builder = new StringBuilder(text);
        for (OptionalPart optionalPart : optionalParts) {
            int start = optionalPart.span().offset();
            int end = start + optionalPart.span().length();
            int contentStart = optionalPart.contentSpan().offset();
            builder.replace(start, contentStart, " ".repeat(contentStart - start));
            int contentEnd = contentStart + optionalPart.contentSpan().length();
            builder.replace(
                    contentEnd,
                    end,
                    (optionalPart.orderChoice() == null ? " " : ",") + " ".repeat(end - contentEnd - 1));
        }
        return builder.toString();
    }

    /**
     * Returns whether a parameter begins with this token: a colon with a word directly after it. A colon after another
     * one belongs to the operator {@code ::} of other databases, and one after an expression to a map or a slice.
     */
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

    /** Returns whether nothing is between this token and the next one. */
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

    private static Parameter readParameter(int index, Tokens tokens, int colonIndex, List<OptionalPart> optionalParts) {
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
                findIndexOfOptionalPartAround(span, optionalParts),
                determineRole(tokens, colonIndex, lastIndex),
                span);
    }

    private static ParameterRole determineRole(Tokens tokens, int firstIndex, int lastIndex) {
        if (isKey(tokens, firstIndex, lastIndex)) {
            return ParameterRole.KEY;
        }
        if (!isListItem(tokens, firstIndex, lastIndex)) {
            return ParameterRole.VALUE;
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
            return ParameterRole.VALUE;
        }
        boolean isWholeList =
                openingIndex == firstIndex - 1 && tokens.kind(lastIndex + 1) == TokenKind.RIGHT_PARENTHESIS;
        return isWholeList ? ParameterRole.WHOLE_LIST : ParameterRole.LIST_ITEM;
    }

    /** Returns whether the tokens are a whole item of a list in parentheses. */
    private static boolean isListItem(Tokens tokens, int firstIndex, int lastIndex) {
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
    private static int findIndexOfOptionalPartAround(Span span, List<OptionalPart> optionalParts) {
        for (int i = 0; i < optionalParts.size(); i++) {
            Span contentSpan = optionalParts.get(i).contentSpan();
            if (span.offset() >= contentSpan.offset() && span.offset() < contentSpan.endOffset()) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Returns the span of the parentheses after the last VALUES outside optional parts; empty without such parentheses.
     */
    public Optional<Span> findLastValuesRow() {
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
        return firstWordSpan.textIn(text).toUpperCase(Locale.ROOT);
    }

    /**
     * Returns the statement with SQL in place of its parameters.
     *
     * @param optionalPartIndexes the indexes of the optional parts to include
     * @param parameterRenderer returns the SQL in place of a parameter; not called for the parameters of other parts
     */
    public RenderedTemplate render(Set<Integer> optionalPartIndexes, Function<Parameter, String> parameterRenderer) {
        RenderedTemplate.Builder builder = new RenderedTemplate.Builder(this);
        int nextParameterIndex = 0;
        int offset = 0;
        for (int optionalPartIndex = 0; optionalPartIndex < optionalParts.size(); optionalPartIndex++) {
            OptionalPart optionalPart = optionalParts.get(optionalPartIndex);
            nextParameterIndex =
                    appendRange(builder, offset, optionalPart.span().offset(), nextParameterIndex, parameterRenderer);
            offset = optionalPart.span().endOffset();
            int end = optionalPart.contentSpan().endOffset();
            if (optionalPartIndexes.contains(optionalPartIndex)) {
                nextParameterIndex = appendRange(
                        builder, optionalPart.contentSpan().offset(), end, nextParameterIndex, parameterRenderer);
                if (optionalPart.orderChoice() != null) {
                    builder.insertText(", ", end);
                }
            }
            while (nextParameterIndex < parameters.size()
                    && parameters.get(nextParameterIndex).span().offset() < offset) {
                nextParameterIndex++;
            }
        }
        appendRange(builder, offset, text.length(), nextParameterIndex, parameterRenderer);
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
        int offset = start;
        while (nextParameterIndex < parameters.size()
                && parameters.get(nextParameterIndex).span().offset() < end) {
            Parameter parameter = parameters.get(nextParameterIndex++);
            builder.appendText(offset, parameter.span().offset());
            builder.appendParameter(parameter, parameterRenderer.apply(parameter));
            offset = parameter.span().endOffset();
        }
        builder.appendText(offset, end);
        return nextParameterIndex;
    }
}
