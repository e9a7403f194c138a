package dev.cairn.embedded.function.geometry;

/** The shortest arc of a great circle between two points. */
record Arc(SpherePoint startPoint, SpherePoint endPoint) {
    /** Tells whether two arcs cross each other at a point that is an end of neither. */
    boolean crosses(Arc other) {
        int begin = SpherePoint.turn(startPoint, endPoint, other.startPoint);
        int end = SpherePoint.turn(startPoint, endPoint, other.endPoint);
        return begin * end < 0
                && SpherePoint.turn(other.startPoint, other.endPoint, startPoint) == end
                && SpherePoint.turn(other.startPoint, other.endPoint, endPoint) == begin;
    }
}
