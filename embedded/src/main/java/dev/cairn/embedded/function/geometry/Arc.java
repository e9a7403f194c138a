package dev.cairn.embedded.function.geometry;

/** The shortest arc of a great circle between two points. */
record Arc(SpherePoint startPoint, SpherePoint endPoint) {
    /** Returns whether two arcs cross each other at a point that is an end of neither. */
    boolean crosses(Arc otherArc) {
        int startTurn = SpherePoint.orientation(startPoint, endPoint, otherArc.startPoint);
        int endTurn = SpherePoint.orientation(startPoint, endPoint, otherArc.endPoint);
        return startTurn * endTurn < 0
                && SpherePoint.orientation(otherArc.startPoint, otherArc.endPoint, startPoint) == endTurn
                && SpherePoint.orientation(otherArc.startPoint, otherArc.endPoint, endPoint) == startTurn;
    }
}
