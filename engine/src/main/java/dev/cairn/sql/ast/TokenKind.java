package dev.cairn.sql.ast;

/** What a token is. Words are told apart by their {@link Keyword}. */
public enum TokenKind {
    WORD("a name"),
    BACKQUOTED("a name"),
    /** A name that begins with a digit, {@code 1a}. */
    DIGITS_AND_LETTERS("a name"),
    /** A dot and a name that begins with a digit, {@code .1a}: the server's lexer takes both at once. */
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
    /** {@code [*]}, the elements of an array in the path of a field. */
    EACH_ELEMENT("'[*]'"),
    COMMA("','"),
    DOT("'.'"),
    ELLIPSIS("'...'"),
    SEMICOLON("';'"),
    COLON("':'"),
    QUESTION("'?'"),
    AT("'@'"),
    EQUAL("'='"),
    EQUAL_FOR_NULL("'<=>'"),
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
    OR_SIGN("'||'"),
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

    /** How many characters a symbol has. */
    public int width() {
        return description.length() - 2;
    }

    /** How an error message names it. */
    public String description() {
        return description;
    }
}
