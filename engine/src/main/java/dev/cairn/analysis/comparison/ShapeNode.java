package dev.cairn.analysis.comparison;

import dev.cairn.analysis.comparison.QueryComparison.Answer;
import java.util.List;
import java.util.Locale;

/**
 * What a part of a query says.
 *
 * @param uncertain whether another shape may say the same as this one or a part of it
 */
record ShapeNode(String label, List<ShapeNode> parts, boolean uncertain) {
    /** What is not there. */
    static final ShapeNode NONE = leaf("-");

    /** What is the same as anything. */
    static final ShapeNode ANYTHING = doubtful("?");

    ShapeNode {
        parts = List.copyOf(parts);
    }

    static ShapeNode leaf(String label) {
        return new ShapeNode(label, List.of(), false);
    }

    /** A word whose case does not matter. */
    static ShapeNode word(String word) {
        return leaf(word.toLowerCase(Locale.ROOT));
    }

    static ShapeNode doubtful(String label) {
        return new ShapeNode(label, List.of(), true);
    }

    static ShapeNode of(String label, ShapeNode... parts) {
        return of(label, List.of(parts));
    }

    static ShapeNode of(String label, List<ShapeNode> parts) {
        return new ShapeNode(label, parts, parts.stream().anyMatch(ShapeNode::uncertain));
    }

    boolean is(String other) {
        return label.equals(other);
    }

    Answer compare(ShapeNode other) {
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
