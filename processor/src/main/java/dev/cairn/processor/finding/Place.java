package dev.cairn.processor.finding;

import dev.cairn.sql.ast.Span;

/**
 * The place of a declaration: a number that the reader has assigned to an element, an annotation or an annotation's
 * value. The spans in the statements that the reader creates have this number as their line, so that a refusal of the
 * engine leads back to the place.
 */
public record Place(int number) {
    /** The place of something that no source declares; a finding at this place is printed without a position. */
    public static final Place NONE = new Place(0);

    /**
     * Returns the place of a part of a statement that the reader has created. The span of any other statement must not
     * be passed: its line is the line of a text, not a place.
     */
    public static Place of(Span span) {
        return new Place(span.line());
    }

    /** Returns a span that leads back to this place, for a part of a statement that does not have its own text. */
    public Span span() {
        return new Span(number, 1, 0, 0);
    }

    /**
     * This method is written by hand, like {@link #equals}: method handles link the generated methods of records at
     * their first use, which delays the first compilation in each process.
     */
    @Override
    public int hashCode() {
        return number;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Place place && number == place.number;
    }
}
