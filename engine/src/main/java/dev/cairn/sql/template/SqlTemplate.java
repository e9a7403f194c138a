package dev.cairn.sql.template;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.TokenKind;
import dev.cairn.sql.token.Tokens;
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
     * @param orderChoice the columns among which a parameter chooses; the chosen one is sent with a comma after it.
     *     Null for a part that is sent if its parameters are present
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
        return new SqlTemplateParser(text).parse();
    }

    /** Returns the texts of optional parts, in the order of the statement. */
    public List<String> optionalPartTexts(Set<Integer> optionalPartIndexes) {
        return optionalPartIndexes.stream()
                .sorted()
                .map(optionalPartIndex -> optionalParts.get(optionalPartIndex).contentSpan())
                .map(contentSpan -> contentSpan.textIn(text).strip())
                .toList();
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
