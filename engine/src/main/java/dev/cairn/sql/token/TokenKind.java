package dev.cairn.sql.token;

import dev.cairn.sql.ast.Keyword;

/** The kinds of tokens. Words are distinguished by their {@link Keyword}. */
public enum TokenKind {
    WORD("a name"),
    BACKQUOTED("a name"),
    /** A name that begins with a digit, {@code 1a}. */
    DIGITS_AND_LETTERS("a name"),
    /** A dot and a name that begins with a digit, {@code .1a}: the server's lexer reads both as one token. */
    DOT_AND_NAME("a name"),
    INTEGER("a number"),
    DECIMAL("a number"),
    DOUBLE("a number"),
    TEXT("a string"),
    /** {@code x'00ff'}. */
    HEX("a hexadecimal string"),
    /** {@code ${name}}. */
    PLACEHOLDER("a placeholder"),
    /** {@code $$ … $$}. */
    ATTACHMENT("an attachment"),
    LEFT_PARENTHESIS("'('"),
    RIGHT_PARENTHESIS("')'"),
    LEFT_BRACKET("'['"),
    RIGHT_BRACKET("']'"),
    LEFT_BRACE("'{'"),
    RIGHT_BRACE("'}'"),
    /** {@code [*]}, which denotes the elements of an array in the path of a field. */
    EACH_ELEMENT("'[*]'"),
    COMMA("','"),
    DOT("'.'"),
    ELLIPSIS("'...'"),
    SEMICOLON("';'"),
    COLON("':'"),
    QUESTION("'?'"),
    AT("'@'"),
    EQUAL("'='"),
    NULL_SAFE_EQUAL("'<=>'"),
    NOT_EQUAL("'!='"),
    NOT_EQUAL_SIGN("'<>'"),
    LESS("'<'"),
    LESS_OR_EQUAL("'<='"),
    GREATER("'>'"),
    GREATER_OR_EQUAL("'>='"),
    PLUS("'+'"),
    MINUS("'-'"),
    ASTERISK("'*'"),
    SLASH("'/'"),
    PERCENT("'%'"),
    /** {@code ||} that means OR; {@link #CONCAT_SIGN} has the other meaning. */
    OR_SIGN("'||'"),
    CONCAT_SIGN("'||'"),
    AND_SIGN("'&&'"),
    NOT_SIGN("'!'"),
    AMPERSAND("'&'"),
    BAR("'|'"),
    CARET("'^'"),
    TILDE("'~'"),
    ARROW("'->'"),
    NAMED_ARGUMENT("'=>'"),
    END("the end");

    private final String description;

    TokenKind(String description) {
        this.description = description;
    }

    /**
     * Returns the number of characters of a symbol: its description without the quotes. It has no meaning for tokens
     * that are not symbols.
     */
    public int symbolLength() {
        return description.length() - 2;
    }

    /** Returns the name of the token in error messages. */
    public String description() {
        return description;
    }

    /** Returns whether the token is a name, or a name after a dot. */
    public boolean isName() {
        return switch (this) {
            case WORD, BACKQUOTED, DIGITS_AND_LETTERS, DOT_AND_NAME -> true;
            default -> false;
        };
    }
}
