package dev.cairn.embedded.function.geometry;

/** A shape on the sphere of the earth, whose edges are arcs of great circles. */
public sealed interface Geometry permits SpherePoint, SphereLine, SpherePolygon, SphereCircle {
    /** Returns the well-known text; the text of a circle is specific to StarRocks, and can't be parsed. */
    String wellKnownText();

    /**
     * Returns whether another geometry lies within this one. Points and lines contain nothing, circles contain only
     * points, and no geometry contains a circle.
     */
    default boolean contains(Geometry other) {
        return false;
    }
}
