package dev.cairn.sql.template;

import dev.cairn.sql.ast.Span;
import dev.cairn.sql.template.SqlTemplate.OptionalPart;
import dev.cairn.sql.template.SqlTemplate.Parameter;
import dev.cairn.sql.token.Comment;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.LineAndColumn;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TokenKind;
import dev.cairn.sql.token.Tokens;
import java.util.ArrayList;
import java.util.List;

/** Reads the optional parts, the choices of an order and the parameters of one statement. */
final class SqlTemplateParser {
    private static final String OPTIONAL_PART_START = "/*?";
    private static final String LINE_COMMENT = "--";
    private static final String COMMENT_END = "*/";

    private final String text;
    private final Span firstWordSpan;
    private final List<OptionalPart> optionalParts;
    /** The tokens of the statement with all optional parts. */
    private final Tokens tokens;

    /** @throws SqlSyntaxException if the text can't be split into tokens, or an optional part is invalid */
    SqlTemplateParser(String text) {
        this.text = text;
        Tokens writtenTokens = Lexer.tokenize(text);
        this.firstWordSpan = writtenTokens.span(0, 0);
        this.optionalParts = removeTrailingComments(findOptionalParts(writtenTokens));
        this.tokens = optionalParts.isEmpty() ? writtenTokens : Lexer.tokenize(renderAllOptionalParts(optionalParts));
    }

    /** @throws SqlSyntaxException if a question mark is a parameter, or a choice of an order is misplaced */
    SqlTemplate parse() {
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
            if (isParameter(tokenIndex)) {
                parameters.add(readParameter(parameters.size(), tokenIndex));
            }
        }
        return new SqlTemplate(text, firstWordSpan, parameters, optionalParts);
    }

    /** Finds the optional parts and the choices of an order, which are comments between tokens. */
    private List<OptionalPart> findOptionalParts(Tokens tokens) {
        List<OptionalPart> foundParts = new ArrayList<>();
        int gapStart = 0;
        for (int tokenIndex = 0; tokenIndex < tokens.count(); tokenIndex++) {
            for (Comment comment : Comment.findAll(text, gapStart, tokens.start(tokenIndex))) {
                if (text.startsWith(OPTIONAL_PART_START, comment.start())) {
                    foundParts.add(readOptionalPart(comment.start(), comment.end()));
                } else if (OrderChoice.isAt(text, comment.start())) {
                    foundParts.add(readOrderChoice(comment.start(), comment.end()));
                }
            }
            gapStart = tokens.end(tokenIndex);
        }
        return foundParts;
    }

    private OptionalPart readOptionalPart(int start, int end) {
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

    private OptionalPart readOrderChoice(int start, int end) {
        int nameEnd = OrderChoice.nameEndOffset(text, start);
        int colonOffset = start + OrderChoice.COMMENT_START.length() - 1;
        Span contentSpan = LineAndColumn.spanOf(text, nameEnd, end - COMMENT_END.length() - nameEnd);
        return new OptionalPart(
                LineAndColumn.spanOf(text, start, end - start),
                contentSpan,
                OrderChoice.parse(text, LineAndColumn.spanOf(text, colonOffset, nameEnd - colonOffset), contentSpan));
    }

    /** Returns the parts without the line comments at their ends, which would hide the text after the parts. */
    private List<OptionalPart> removeTrailingComments(List<OptionalPart> writtenParts) {
        if (writtenParts.stream()
                .noneMatch(optionalPart -> lastLine(optionalPart).contains(LINE_COMMENT))) {
            return writtenParts;
        }
        // A line break in place of the mark at the end of a part ends a line comment in it; all offsets stay the same.
        StringBuilder textWithBreaks = new StringBuilder(renderAllOptionalParts(writtenParts));
        writtenParts.forEach(
                optionalPart -> textWithBreaks.setCharAt(optionalPart.span().endOffset() - 1, '\n'));
        Tokens tokens;
        try {
            tokens = Lexer.tokenize(textWithBreaks.toString());
        } catch (SqlSyntaxException ignored) {
            return writtenParts; // the statement itself is refused later, with the right position
        }
        return writtenParts.stream()
                .map(optionalPart -> removeTrailingComment(optionalPart, tokens))
                .toList();
    }

    private String lastLine(OptionalPart optionalPart) {
        int start = optionalPart.contentSpan().offset();
        String content =
                text.substring(start, start + optionalPart.contentSpan().length());
        return content.substring(content.lastIndexOf('\n') + 1);
    }

    private OptionalPart removeTrailingComment(OptionalPart optionalPart, Tokens tokens) {
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

    /**
     * Returns the text with all optional parts. Blanks or a comma replace the marks of each part, so all offsets stay
     * the same.
     */
    private String renderAllOptionalParts(List<OptionalPart> includedParts) {
        StringBuilder builder = new StringBuilder(text);
        for (OptionalPart optionalPart : includedParts) {
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
    private boolean isParameter(int tokenIndex) {
        return tokens.kind(tokenIndex) == TokenKind.COLON
                && tokens.kind(tokenIndex + 1) == TokenKind.WORD
                && isAdjacent(tokenIndex)
                && !(tokenIndex > 0 && tokens.kind(tokenIndex - 1) == TokenKind.COLON && isAdjacent(tokenIndex - 1))
                && !(tokenIndex > 0 && isAdjacent(tokenIndex - 1) && mayEndExpression(tokens.kind(tokenIndex - 1)));
    }

    /** Returns whether nothing is between this token and the next one. */
    private boolean isAdjacent(int tokenIndex) {
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

    private Parameter readParameter(int index, int colonIndex) {
        String name = tokens.text(colonIndex + 1);
        List<String> components = new ArrayList<>();
        int lastIndex = colonIndex + 1;
        while (lastIndex + 2 < tokens.count()
                && tokens.kind(lastIndex + 1) == TokenKind.DOT
                && tokens.kind(lastIndex + 2) == TokenKind.WORD
                && isAdjacent(lastIndex)
                && isAdjacent(lastIndex + 1)) {
            lastIndex += 2;
            components.add(tokens.text(lastIndex));
        }
        Span span = tokens.span(colonIndex, lastIndex);
        return new Parameter(
                index,
                name,
                components,
                findIndexOfOptionalPartAround(span),
                new ParameterRoleResolver(tokens, colonIndex, lastIndex).resolve(),
                span);
    }

    /** Returns the index of the optional part that contains the span; -1 if the span is outside optional parts. */
    private int findIndexOfOptionalPartAround(Span span) {
        for (int i = 0; i < optionalParts.size(); i++) {
            Span contentSpan = optionalParts.get(i).contentSpan();
            if (span.offset() >= contentSpan.offset() && span.offset() < contentSpan.endOffset()) {
                return i;
            }
        }
        return -1;
    }
}
