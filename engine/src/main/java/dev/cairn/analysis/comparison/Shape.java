package dev.cairn.analysis.comparison;

import dev.cairn.analysis.comparison.QueryComparison.Answer;
import java.util.List;
import java.util.Locale;

/**
 * What a part of a query says.
 *
 * @param uncertain whether another shape may say the same as this one or a part of it
 */
record Shape(String label, List<Shape> parts, boolean uncertain) {
    /** What is not there. */
    static final Shape NONE = leaf("-");

    /** What is the same as anything. */
    static final Shape ANYTHING = doubtful("?");

    Shape {
        parts = List.copyOf(parts);
    }

    static Shape leaf(String label) {
        return new Shape(label, List.of(), false);
    }

    /** A word whose case does not matter. */
    static Shape word(String word) {
        return leaf(word.toLowerCase(Locale.ROOT));
    }

    static Shape doubtful(String label) {
        return new Shape(label, List.of(), true);
    }

    static Shape of(String label, Shape... parts) {
        return of(label, List.of(parts));
    }

    static Shape of(String label, List<Shape> parts) {
        return new Shape(label, parts, parts.stream().anyMatch(Shape::uncertain));
    }

    boolean is(String other) {
        return label.equals(other);
    }

    Answer compare(Shape other) {
        if (equals(ANYTHING) || other.equals(ANYTHING) || equals(other)) {
            return Answer.SAME;
        }
        if (!label.equals(other.label) || parts.size() != other.parts.size()) {
            return uncertain || other.uncertain ? Answer.CANNOT_TELL : Answer.DIFFERENT;
        }
        Answer answer = Answer.SAME;
        for (int i = 0; i < parts.size() && answer != Answer.DIFFERENT; i++) {
            Answer ofPart = parts.get(i).compare(other.parts.get(i));
            answer = ofPart == Answer.SAME ? answer : ofPart;
        }
        return answer;
    }
}
