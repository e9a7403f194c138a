package dev.cairn.sql.token;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Span;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Splits a text into tokens, as the server's lexer does: the longest token wins. It fails only at characters with which
 * no token begins, and at strings, names and comments without an end. All other errors are found by the parsers.
 */
public final class Lexer {
    private static final int ASCII_CHARACTER_COUNT = 128;
    private static final boolean[] IS_ASCII_WORD_PART = createAsciiWordParts();
    private static final char IDEOGRAPHIC_SPACE = '\u3000';

    private final String source;
    private final char[] characters;
    private final int length;
    private final Tokens tokens;
    private final boolean hasFixedLine;
    private final PipesMeaning pipesMeaning;
    private final TextOrigin origin;
    private final boolean acceptsMistakes;
    private int position;
    private int line;
    private int lineStart;

    private Lexer(String source, int line, boolean hasFixedLine, PipesMeaning pipesMeaning, TextOrigin origin) {
        this(source, line, hasFixedLine, pipesMeaning, origin, false);
    }

    private Lexer(
            String source,
            int line,
            boolean hasFixedLine,
            PipesMeaning pipesMeaning,
            TextOrigin origin,
            boolean acceptsMistakes) {
        this.source = source;
        this.characters = source.toCharArray();
        this.length = characters.length;
        this.tokens = new Tokens(source);
        this.line = line;
        this.hasFixedLine = hasFixedLine;
        this.pipesMeaning = pipesMeaning;
        this.origin = origin;
        this.acceptsMistakes = acceptsMistakes;
    }

    /**
     * Splits a text that was not printed by the server into tokens; {@code ||} means OR.
     *
     * @throws SqlSyntaxException if no token begins at a character, or a string, name or comment has no end
     */
    public static Tokens tokenize(String source) {
        return tokenize(source, PipesMeaning.OR);
    }

    /**
     * Splits a text that was not printed by the server into tokens; {@code ||} has the given meaning.
     *
     * @throws SqlSyntaxException if no token begins at a character, or a string, name or comment has no end
     */
    public static Tokens tokenize(String source, PipesMeaning pipesMeaning) {
        return tokenize(new Lexer(source, 1, false, pipesMeaning, TextOrigin.WRITTEN));
    }

    /**
     * Splits a text of this origin into tokens. A text that the server printed may have strings with unescaped quotes.
     */
    public static Tokens tokenize(String source, TextOrigin origin) {
        return tokenize(new Lexer(source, 1, false, PipesMeaning.OR, origin));
    }

    /**
     * Splits the text into tokens that all have the given line number; their columns count from the start of the text.
     */
    public static Tokens tokenize(String source, int line) {
        return tokenize(new Lexer(source, line, true, PipesMeaning.OR, TextOrigin.WRITTEN));
    }

    /**
     * Splits any text into tokens, and never fails: a string or a name without an end ends with the text, the beginning
     * of a comment or a placeholder without an end is a symbol or a word, and characters that begin no token are
     * skipped.
     */
    static Tokens tokenizeAny(String source) {
        return tokenize(new Lexer(source, 1, false, PipesMeaning.OR, TextOrigin.WRITTEN, true));
    }

    private static Tokens tokenize(Lexer lexer) {
        lexer.scanTokens();
        return lexer.tokens;
    }

    private void scanTokens() {
        while (position < length) {
            if (origin != TextOrigin.SHOWN || !tryScanBareName()) {
                scanToken(characters[position]);
            }
        }
        addToken(TokenKind.END, null, length);
    }

    /** Scans a name that the server printed without backquotes; returns false if it does not follow the last token. */
    private boolean tryScanBareName() {
        int start = BareNameScanner.findStart(source, tokens);
        if (start < position) {
            return false;
        }
        int end = BareNameScanner.findEnd(source, start, tokens);
        if (end < 0) {
            return false;
        }
        position = start;
        addMultilineToken(TokenKind.WORD, end);
        return true;
    }

    private void scanToken(char character) {
        if (isBlank(character)) {
            scanBlank(character);
        } else if (isLetter(character)) {
            scanWordOrHex(character);
        } else if (isDigit(character)) {
            scanNumber();
        } else {
            scanQuotedOrSymbol(character);
        }
    }

    /** Skips a blank and the ideographic spaces after it, which are then whitespace, too. */
    private void scanBlank(char character) {
        position++;
        if (character == '\n') {
            startLine();
        }
        skipIdeographicSpaces();
    }

    private void skipIdeographicSpaces() {
        while (charAt(position) == IDEOGRAPHIC_SPACE) {
            position++;
        }
    }

    private void scanQuotedOrSymbol(char character) {
        char nextCharacter = charAt(position + 1);
        if (origin == TextOrigin.SHOWN && (character == '\'' || character == '"') && tryScanUnescaped()) {
            return;
        }
        if (character == '\'' || character == '"') {
            scanQuoted(character);
        } else if (character == '`') {
            scanBackquoted();
        } else if (character == '-' && nextCharacter == '-') {
            skipLine();
        } else if (character == '/' && nextCharacter == '*') {
            skipComment();
        } else if (character == '.' && isDigit(nextCharacter)) {
            scanNumber();
        } else {
            scanSymbol(character, nextCharacter);
        }
    }

    private void scanSymbol(char character, char nextCharacter) {
        TokenKind kind = findSymbolKind(character, nextCharacter, charAt(position + 2));
        if (kind == null) {
            int codePoint = Character.codePointAt(characters, position, length);
            if (acceptsMistakes) {
                position += Character.charCount(codePoint);
                return;
            }
            throw error(SyntaxRule.UNEXPECTED_CHARACTER, Character.charCount(codePoint), describeCharacter(codePoint));
        }
        int end = position + kind.symbolLength();
        addToken(
                kind == TokenKind.OR_SIGN && pipesMeaning == PipesMeaning.CONCAT ? TokenKind.CONCAT_SIGN : kind,
                null,
                end);
        position = end;
    }

    private static String describeCharacter(int codePoint) {
        boolean isVisible = codePoint >= ' ' && codePoint != 127 && Character.getType(codePoint) != Character.SURROGATE;
        return isVisible ? Character.toString(codePoint) : String.format(Locale.ROOT, "\\u%04x", codePoint);
    }

    /**
     * Skips ideographic spaces before a blank; returns false, and does not move, if no blank follows them. The server
     * reads these spaces as whitespace only beside a blank; otherwise, they are letters of a word.
     */
    private boolean tryScanIdeographicSpaces() {
        int start = position;
        skipIdeographicSpaces();
        if (isBlank(charAt(position))) {
            return true;
        }
        position = start;
        return false;
    }

    private void scanWordOrHex(char firstCharacter) {
        if (firstCharacter == '$' && tryScanPlaceholderOrAttachment()) {
            return;
        }
        if (firstCharacter == IDEOGRAPHIC_SPACE && tryScanIdeographicSpaces()) {
            return;
        }
        int end = position;
        int keywordHash = 0;
        char character = firstCharacter;
        do {
            keywordHash = Keyword.addToHash(keywordHash, character);
            character = charAt(++end);
        } while (isWordPart(character));
        if (end - position == 1 && (firstCharacter == 'x' || firstCharacter == 'X') && tryScanHex(character)) {
            return;
        }
        addToken(TokenKind.WORD, Keyword.find(source, position, end, keywordHash), end);
        position = end;
    }

    /**
     * Scans {@code x'…'} without a backslash; returns false for anything else. With a backslash, the server reads the
     * name x and a string.
     */
    private boolean tryScanHex(char quote) {
        if (quote != '\'' && quote != '"') {
            return false;
        }
        int end = position + 2;
        while (end < length && characters[end] != quote && characters[end] != '\\') {
            end++;
        }
        if (charAt(end) != quote) {
            return false;
        }
        addMultilineToken(TokenKind.HEX, end + 1);
        return true;
    }

    /** Scans a placeholder or an attachment; returns false if there is neither. */
    private boolean tryScanPlaceholderOrAttachment() {
        char nextCharacter = charAt(position + 1);
        if (nextCharacter == '{') {
            int end = source.indexOf('}', position);
            if (end < 0 && acceptsMistakes) {
                return false;
            }
            if (end < 0) {
                throw error(SyntaxRule.UNCLOSED_TOKEN, 2, "placeholder", "'}'");
            }
            addMultilineToken(TokenKind.PLACEHOLDER, end + 1);
            return true;
        }
        int end = nextCharacter == '$' ? source.indexOf("$$", position + 2) : -1;
        if (end < 0) {
            return false;
        }
        addMultilineToken(TokenKind.ATTACHMENT, end + 2);
        return true;
    }

    /**
     * Scans a number or a name that begins with a digit, whichever is longer; a number if both have the same length.
     */
    private void scanNumber() {
        int digitsEnd = findDigitsEnd(position);
        boolean hasFraction = charAt(digitsEnd) == '.';
        int fractionEnd = hasFraction ? findDigitsEnd(digitsEnd + 1) : digitsEnd;
        int end = findExponentEnd(fractionEnd);
        TokenKind kind = end > fractionEnd ? TokenKind.DOUBLE : hasFraction ? TokenKind.DECIMAL : TokenKind.INTEGER;
        boolean beginsWithDot = digitsEnd == position;
        int nameEnd = findNameEnd(beginsWithDot ? position + 1 : position);
        if (nameEnd > end) {
            kind = beginsWithDot ? TokenKind.DOT_AND_NAME : TokenKind.DIGITS_AND_LETTERS;
            end = nameEnd;
        }
        addToken(kind, null, end);
        position = end;
    }

    private int findDigitsEnd(int start) {
        int end = start;
        while (isDigit(charAt(end))) {
            end++;
        }
        return end;
    }

    /** Returns the end of the exponent that begins here; this position itself if no exponent begins here. */
    private int findExponentEnd(int exponentStart) {
        char letter = charAt(exponentStart);
        if (letter != 'e' && letter != 'E') {
            return exponentStart;
        }
        char sign = charAt(exponentStart + 1);
        int start = sign == '+' || sign == '-' ? exponentStart + 2 : exponentStart + 1;
        int end = findDigitsEnd(start);
        return end > start ? end : exponentStart;
    }

    private int findNameEnd(int start) {
        int end = start;
        while (isWordPart(charAt(end))) {
            end++;
        }
        return end;
    }

    private void scanQuoted(char quote) {
        int end = position + 1;
        while (end < length) {
            char character = characters[end];
            if (character == '\\') {
                end++;
            } else if (character == quote) {
                if (charAt(end + 1) != quote) {
                    addMultilineToken(TokenKind.TEXT, end + 1);
                    return;
                }
                end++;
            }
            end++;
        }
        addUnclosed(TokenKind.TEXT, "string", quote);
    }

    /**
     * Scans a string in which the server escapes nothing, or only the quote; returns false for any other string.
     */
    private boolean tryScanUnescaped() {
        int end = UnescapedStringScanner.findEnd(source, position, tokens);
        if (end < 0) {
            return false;
        }
        tokens.addUnescapedString(position, end, line, position - lineStart + 1);
        advanceTo(end);
        return true;
    }

    private void scanBackquoted() {
        int end = position;
        do {
            end = source.indexOf('`', end + 1);
            if (end < 0) {
                addUnclosed(TokenKind.BACKQUOTED, "name", "backquote");
                return;
            }
            if (charAt(end + 1) != '`') {
                addMultilineToken(TokenKind.BACKQUOTED, end + 1);
                return;
            }
            end++;
        } while (true);
    }

    private void skipLine() {
        position = Comment.findLineEnd(source, position);
    }

    private void skipComment() {
        int end = source.indexOf(Comment.BLOCK_END, position + 2);
        if (end < 0 && acceptsMistakes) {
            scanSymbol('/', '*');
            return;
        }
        if (end < 0) {
            throw error(SyntaxRule.UNCLOSED_TOKEN, 2, "comment", "*/");
        }
        advanceTo(end + 2);
    }

    private void addUnclosed(TokenKind kind, String description, Object missingEnd) {
        if (!acceptsMistakes) {
            throw error(SyntaxRule.UNCLOSED_TOKEN, 1, description, missingEnd);
        }
        addMultilineToken(kind, length);
    }

    /** Adds a token that may contain line breaks. */
    private void addMultilineToken(TokenKind kind, int end) {
        addToken(kind, null, end);
        advanceTo(end);
    }

    private void advanceTo(int end) {
        while (position < end) {
            if (characters[position++] == '\n') {
                startLine();
            }
        }
    }

    private void startLine() {
        if (!hasFixedLine) {
            line++;
            lineStart = position;
        }
    }

    private void addToken(TokenKind kind, @Nullable Keyword keyword, int end) {
        tokens.add(kind, keyword, position, end, line, position - lineStart + 1);
    }

    private SqlSyntaxException error(SyntaxRule rule, int width, Object... arguments) {
        Span span = new Span(line, position - lineStart + 1, position, width);
        return new SqlSyntaxException(rule, span, source, arguments);
    }

    /** Returns the character at an index; NUL, which begins no token, after the end of the text. */
    private char charAt(int index) {
        return index < length ? characters[index] : 0;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static boolean isBlank(char character) {
        return character == ' ' || character == '\t' || character == '\r' || character == '\n';
    }

    /**
     * Returns whether the character is a letter; the underscore, the dollar sign and all characters beyond ASCII in the
     * basic plane are letters.
     */
    private static boolean isLetter(char character) {
        if (character >= ASCII_CHARACTER_COUNT) {
            return !Character.isSurrogate(character);
        }
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || character == '_'
                || character == '$';
    }

    private static boolean isWordPart(char character) {
        return character < ASCII_CHARACTER_COUNT ? IS_ASCII_WORD_PART[character] : isLetter(character);
    }

    private static boolean[] createAsciiWordParts() {
        boolean[] isWordPartByCharacter = new boolean[ASCII_CHARACTER_COUNT];
        for (char character = 0; character < ASCII_CHARACTER_COUNT; character++) {
            isWordPartByCharacter[character] = isLetter(character) || isDigit(character);
        }
        return isWordPartByCharacter;
    }

    // Symbols by their first characters; the longest symbol wins.

    /** Returns the longest symbol at the beginning of these characters; null if the first one is not a symbol. */
    private static @Nullable TokenKind findSymbolKind(char firstCharacter, char secondCharacter, char thirdCharacter) {
        return switch (firstCharacter) {
            case '(' -> TokenKind.LEFT_PARENTHESIS;
            case ')' -> TokenKind.RIGHT_PARENTHESIS;
            case ',' -> TokenKind.COMMA;
            case ';' -> TokenKind.SEMICOLON;
            case '[' ->
                secondCharacter == '*' && thirdCharacter == ']' ? TokenKind.EACH_ELEMENT : TokenKind.LEFT_BRACKET;
            case ']' -> TokenKind.RIGHT_BRACKET;
            case '{' -> TokenKind.LEFT_BRACE;
            case '}' -> TokenKind.RIGHT_BRACE;
            case '.' -> secondCharacter == '.' && thirdCharacter == '.' ? TokenKind.ELLIPSIS : TokenKind.DOT;
            case ':' -> TokenKind.COLON;
            case '?' -> TokenKind.QUESTION;
            case '@' -> TokenKind.AT;
            default -> findOperatorKind(firstCharacter, secondCharacter, thirdCharacter);
        };
    }

    private static @Nullable TokenKind findOperatorKind(
            char firstCharacter, char secondCharacter, char thirdCharacter) {
        return switch (firstCharacter) {
            case '+' -> TokenKind.PLUS;
            case '-' -> secondCharacter == '>' ? TokenKind.ARROW : TokenKind.MINUS;
            case '*' -> TokenKind.ASTERISK;
            case '/' -> TokenKind.SLASH;
            case '%' -> TokenKind.PERCENT;
            case '^' -> TokenKind.CARET;
            case '~' -> TokenKind.TILDE;
            case '|' -> secondCharacter == '|' ? TokenKind.OR_SIGN : TokenKind.BAR;
            case '&' -> secondCharacter == '&' ? TokenKind.AND_SIGN : TokenKind.AMPERSAND;
            case '=' -> secondCharacter == '>' ? TokenKind.NAMED_ARGUMENT : TokenKind.EQUAL;
            case '!' -> secondCharacter == '=' ? TokenKind.NOT_EQUAL : TokenKind.NOT_SIGN;
            case '>' -> secondCharacter == '=' ? TokenKind.GREATER_OR_EQUAL : TokenKind.GREATER;
            case '<' -> findLessOperatorKind(secondCharacter, thirdCharacter);
            default -> null;
        };
    }

    private static TokenKind findLessOperatorKind(char secondCharacter, char thirdCharacter) {
        if (secondCharacter == '=') {
            return thirdCharacter == '>' ? TokenKind.NULL_SAFE_EQUAL : TokenKind.LESS_OR_EQUAL;
        }
        return secondCharacter == '>' ? TokenKind.NOT_EQUAL_SIGN : TokenKind.LESS;
    }
}
