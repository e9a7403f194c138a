package dev.cairn.embedded.words;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.words.Word.Kind;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Reads a statement token by token. */
public final class WordReader {
    private final String text;
    private final List<Word> words;
    private int position;

    public WordReader(String text) {
        this.text = text;
        this.words = new Scanner(text).words();
    }

    private Word word() {
        return words.get(position);
    }

    private Word advance() {
        return words.get(position++);
    }

    /** Returns whether the statement ends here. Trailing semicolons are skipped. */
    public boolean atEnd() {
        while (word().isSymbol(';')) {
            position++;
        }
        return word().kind() == Kind.END;
    }

    public void expectEnd() {
        if (!atEnd()) {
            throw unexpected();
        }
    }

    /** Returns whether the next words are these; case-insensitive. */
    public boolean at(String... keywords) {
        for (int index = 0; index < keywords.length; index++) {
            if (position + index >= words.size() || !words.get(position + index).is(keywords[index])) {
                return false;
            }
        }
        return true;
    }

    /** Skips these words if they come next. Returns whether they did. */
    public boolean take(String... keywords) {
        boolean matches = at(keywords);
        if (matches) {
            position += keywords.length;
        }
        return matches;
    }

    public void expect(String... keywords) {
        if (!take(keywords)) {
            throw unexpected();
        }
    }

    public boolean atSymbol(char symbol) {
        return word().isSymbol(symbol);
    }

    public boolean takeSymbol(char symbol) {
        boolean matches = atSymbol(symbol);
        if (matches) {
            position++;
        }
        return matches;
    }

    public boolean atText() {
        return word().kind() == Kind.TEXT;
    }

    /** Reads a quoted text. */
    public String text() {
        if (!atText()) {
            throw unexpected();
        }
        return advance().text();
    }

    /** Reads an identifier. */
    public String name() {
        if (word().kind() != Kind.BARE && word().kind() != Kind.BACKQUOTED) {
            throw unexpected();
        }
        return advance().text();
    }

    /** Reads an identifier or a quoted text. */
    public String nameOrText() {
        return atText() ? text() : name();
    }

    /** Reads a bare word and returns it in upper case. */
    public String keyword() {
        if (word().kind() != Kind.BARE) {
            throw unexpected();
        }
        return advance().text().toUpperCase(Locale.ROOT);
    }

    public long number() {
        String digits = name();
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException failure) {
            position--;
            throw unexpected();
        }
    }

    /** Reads a list of items, separated by commas. */
    public <T> List<T> separated(Supplier<T> item) {
        List<T> items = new ArrayList<>();
        do {
            items.add(item.get());
        } while (takeSymbol(','));
        return items;
    }

    /** Returns the text up to a comma outside of parentheses, or to the end. */
    public String untilComma() {
        int start = word().start();
        int end = start;
        int depth = 0;
        while (word().kind() != Kind.END && !word().isSymbol(';') && (depth > 0 || !atSymbol(','))) {
            depth += atSymbol('(') ? 1 : atSymbol(')') ? -1 : 0;
            end = advance().end();
        }
        if (end == start) {
            throw unexpected();
        }
        return text.substring(start, end);
    }

    public Refusal unexpected() {
        String input = word().kind() == Kind.END ? "<EOF>" : text.substring(word().start(), word().end());
        return Refusal.syntax(Span.NONE, EmbeddedRule.UNEXPECTED_INPUT, input);
    }

    /** Splits a statement into tokens. Comments and hints are skipped. */
    private static final class Scanner {
        private final String text;
        private int position;

        Scanner(String text) {
            this.text = text;
        }

        List<Word> words() {
            List<Word> words = new ArrayList<>();
            Word word;
            do {
                word = next();
                words.add(word);
            } while (word.kind() != Kind.END);
            return words;
        }

        private Word next() {
            skipBlanks();
            int start = position;
            if (position == text.length()) {
                return new Word(Kind.END, "", start, start);
            }
            char first = text.charAt(position);
            if (first == '\'' || first == '"') {
                return new Word(Kind.TEXT, quoted(first), start, position);
            }
            if (first == '`') {
                return new Word(Kind.BACKQUOTED, quoted(first), start, position);
            }
            if (isOfWord(first)) {
                while (position < text.length() && isOfWord(text.charAt(position))) {
                    position++;
                }
                return new Word(Kind.BARE, text.substring(start, position), start, position);
            }
            position++;
            return new Word(Kind.SYMBOL, text.substring(start, position), start, position);
        }

        private static boolean isOfWord(char character) {
            return Character.isLetterOrDigit(character) || character == '_' || character == '$';
        }

        private void skipBlanks() {
            while (position < text.length()) {
                if (Character.isWhitespace(text.charAt(position))) {
                    position++;
                } else if (text.startsWith("/*", position)) {
                    int end = text.indexOf("*/", position + 2);
                    position = end < 0 ? text.length() : end + 2;
                } else if (text.startsWith("--", position) || text.charAt(position) == '#') {
                    int end = text.indexOf('\n', position);
                    position = end < 0 ? text.length() : end;
                } else {
                    return;
                }
            }
        }

        private String quoted(char quote) {
            StringBuilder value = new StringBuilder();
            position++;
            while (position < text.length()) {
                char character = text.charAt(position++);
                if (character == quote) {
                    if (position == text.length() || text.charAt(position) != quote) {
                        return value.toString();
                    }
                    position++;
                } else if (character == '\\' && quote != '`' && position < text.length()) {
                    character = unescaped(text.charAt(position++));
                }
                value.append(character);
            }
            throw Refusal.syntax(Span.NONE, EmbeddedRule.QUOTATION_WITHOUT_END);
        }

        private static char unescaped(char character) {
            return switch (character) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                case '0' -> '\0';
                case 'b' -> '\b';
                case 'Z' -> '\032';
                default -> character;
            };
        }
    }
}
