package dev.cairn.analysis.comparison;

import dev.cairn.analysis.comparison.QueryComparison.Answer;
import java.util.List;
import java.util.Locale;

/**
 * The normalized form of a part of a query.
 *
 * @param uncertain whether a different shape may be equivalent to this one or to a part of it
 */
record ShapeNode(String label, List<ShapeNode> parts, boolean uncertain) {
    /** The shape of an absent part. */
    static final ShapeNode NONE = leaf("-");

    /** A shape that may be equivalent to any other. */
    static final ShapeNode ANYTHING = doubtful("?");

    ShapeNode {
        parts = List.copyOf(parts);
    }

    static ShapeNode leaf(String label) {
        return new ShapeNode(label, List.of(), false);
    }

    /** A word that is compared without case. */
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
