package dev.cairn.sql.token;

import dev.cairn.sql.ast.TokenKind;
import org.jspecify.annotations.Nullable;

/** Which symbol begins with which characters; the longest one wins. */
final class Symbols {
    private Symbols() {}

    /** The symbol that begins with the first of three characters, or null. */
    static @Nullable TokenKind at(char first, char second, char third) {
        return switch (first) {
            case '(' -> TokenKind.LEFT_PARENTHESIS;
            case ')' -> TokenKind.RIGHT_PARENTHESIS;
            case ',' -> TokenKind.COMMA;
            case ';' -> TokenKind.SEMICOLON;
            case '[' -> second == '*' && third == ']' ? TokenKind.EACH_ELEMENT : TokenKind.LEFT_BRACKET;
            case ']' -> TokenKind.RIGHT_BRACKET;
            case '{' -> TokenKind.LEFT_BRACE;
            case '}' -> TokenKind.RIGHT_BRACE;
            case '.' -> second == '.' && third == '.' ? TokenKind.ELLIPSIS : TokenKind.DOT;
            case ':' -> TokenKind.COLON;
            case '?' -> TokenKind.QUESTION;
            case '@' -> TokenKind.AT;
            default -> operator(first, second, third);
        };
    }

    private static @Nullable TokenKind operator(char first, char second, char third) {
        return switch (first) {
            case '+' -> TokenKind.PLUS;
            case '-' -> second == '>' ? TokenKind.ARROW : TokenKind.MINUS;
            case '*' -> TokenKind.ASTERISK;
            case '/' -> TokenKind.SLASH;
            case '%' -> TokenKind.PERCENT;
            case '^' -> TokenKind.CARET;
            case '~' -> TokenKind.TILDE;
            case '|' -> second == '|' ? TokenKind.OR_SIGN : TokenKind.BAR;
            case '&' -> second == '&' ? TokenKind.AND_SIGN : TokenKind.AMPERSAND;
            case '=' -> second == '>' ? TokenKind.NAMED_ARGUMENT : TokenKind.EQUAL;
            case '!' -> second == '=' ? TokenKind.NOT_EQUAL : TokenKind.NOT_SIGN;
            case '>' -> second == '=' ? TokenKind.GREATER_OR_EQUAL : TokenKind.GREATER;
            case '<' -> less(second, third);
            default -> null;
        };
    }

    private static TokenKind less(char second, char third) {
        if (second == '=') {
            return third == '>' ? TokenKind.EQUAL_FOR_NULL : TokenKind.LESS_OR_EQUAL;
        }
        return second == '>' ? TokenKind.NOT_EQUAL_SIGN : TokenKind.LESS;
    }
}
