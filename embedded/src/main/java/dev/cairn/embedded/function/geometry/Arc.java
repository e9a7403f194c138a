package dev.cairn.embedded.function.geometry;

/** The shortest arc of a great circle between two points. */
record Arc(SpherePoint from, SpherePoint to) {
    /** Tells whether two arcs cross each other at a point that is an end of neither. */
    boolean crosses(Arc other) {
        int begin = SpherePoint.turn(from, to, other.from);
        int end = SpherePoint.turn(from, to, other.to);
        return begin * end < 0
                && SpherePoint.turn(other.from, other.to, from) == end
                && SpherePoint.turn(other.from, other.to, to) == begin;
    }
}
