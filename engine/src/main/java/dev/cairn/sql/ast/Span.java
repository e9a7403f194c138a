package dev.cairn.sql.ast;

/**
 * The span of a part of a statement in its text.
 *
 * <p>A span does not affect the meaning of a statement, so all spans are equal: two statements are equal if they have
 * the same content, wherever they are. A caller that builds statements from other sources than text may assign an
 * arbitrary line to each part, in order to find the part by this line when the engine refuses it.
 *
 * @param line the line, from 1; 0 if unknown
 * @param column the column in UTF-16 units, from 1
 * @param offset the offset from the start of the text, from 0
 * @param length the length in UTF-16 units
 */
public record Span(int line, int column, int offset, int length) {
    public static final Span NONE = new Span(0, 0, 0, 0);

    /** Returns the span from the start of this span to the end of the last one; the last one if this one is unknown. */
    public Span extendTo(Span lastSpan) {
        if (line == 0) {
            return lastSpan;
        }
        return new Span(line, column, offset, Math.max(length, lastSpan.endOffset() - offset));
    }

    /** Returns whether another part of the same text is within this one; true if one of both is unknown. */
    public boolean contains(Span other) {
        return line == 0 || other.line == 0 || (offset <= other.offset && other.endOffset() <= endOffset());
    }

    /** Returns the offset after the last character of the part. */
    public int endOffset() {
        return offset + length;
    }

    /** Returns the part of the text that this span refers to. */
    public String textIn(String text) {
        return text.substring(offset, endOffset());
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
