package dev.cairn.embedded.words;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.words.Word.Kind;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;

/** Splits a statement into words; comments and hints are left out. */
final class Scanner {
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
        throw Refusal.syntax(Span.NONE, "A quotation without an end");
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
