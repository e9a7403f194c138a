package dev.cairn.embedded.words;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.words.Word.Kind;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Reads a statement word by word. */
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

    /** Semicolons may stand at the end. */
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

    /** Whether the next words are these, in any case. */
    public boolean at(String... keywords) {
        for (int index = 0; index < keywords.length; index++) {
            if (position + index >= words.size() || !words.get(position + index).is(keywords[index])) {
                return false;
            }
        }
        return true;
    }

    /** Takes these words where they come next. */
    public boolean take(String... keywords) {
        boolean there = at(keywords);
        if (there) {
            position += keywords.length;
        }
        return there;
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
        boolean there = atSymbol(symbol);
        if (there) {
            position++;
        }
        return there;
    }

    public boolean atText() {
        return word().kind() == Kind.TEXT;
    }

    /** A text in quotes. */
    public String text() {
        if (!atText()) {
            throw unexpected();
        }
        return advance().text();
    }

    /** An identifier. */
    public String name() {
        if (word().kind() != Kind.BARE && word().kind() != Kind.BACKQUOTED) {
            throw unexpected();
        }
        return advance().text();
    }

    /** An identifier, or a text in quotes instead. */
    public String nameOrText() {
        return atText() ? text() : name();
    }

    /** A bare word in upper case. */
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

    /** One and more with commas between. */
    public <T> List<T> separated(Supplier<T> item) {
        List<T> items = new ArrayList<>();
        do {
            items.add(item.get());
        } while (takeSymbol(','));
        return items;
    }

    /** The text up to a comma outside of parentheses, or to the end. */
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
        String found = word().kind() == Kind.END ? "<EOF>" : text.substring(word().start(), word().end());
        return Refusal.syntax(Span.NONE, "Unexpected input '" + found + "'");
    }
}
