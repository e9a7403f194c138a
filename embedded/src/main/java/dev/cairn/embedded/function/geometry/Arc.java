package dev.cairn.embedded.function.geometry;

/** The shortest arc of a great circle between two points. */
record Arc(SpherePoint startPoint, SpherePoint endPoint) {
    /** Returns whether two arcs cross each other at a point that is an end of neither. */
    boolean crosses(Arc other) {
        int startTurn = SpherePoint.orientation(startPoint, endPoint, other.startPoint);
        int endTurn = SpherePoint.orientation(startPoint, endPoint, other.endPoint);
        return startTurn * endTurn < 0
                && SpherePoint.orientation(other.startPoint, other.endPoint, startPoint) == endTurn
                && SpherePoint.orientation(other.startPoint, other.endPoint, endPoint) == startTurn;
    }
}
