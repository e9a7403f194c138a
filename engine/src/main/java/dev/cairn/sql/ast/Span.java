package dev.cairn.sql.ast;

/**
 * Where a part of a statement stood in its text.
 *
 * <p>A place is no part of what a statement means, so all spans are equal: two statements are equal when they say the
 * same, wherever they say it. Whoever builds statements from something else than text may give each part a line of its
 * own choosing, and finds the part again by it when the engine refuses it.
 *
 * @param line the first line is 1; 0 where nothing is known
 * @param column in UTF-16 units, the first is 1
 * @param offset from the start of the text, the first is 0
 * @param length in UTF-16 units
 */
public record Span(int line, int column, int offset, int length) {
    public static final Span NONE = new Span(0, 0, 0, 0);

    /** From the start of this span to the end of the other one. */
    public Span to(Span end) {
        if (line == 0) {
            return end;
        }
        return new Span(line, column, offset, Math.max(length, end.offset + end.length - offset));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Span;
    }

    @Override
    public int hashCode() {
        return 0;
    }
}
