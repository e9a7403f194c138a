package dev.cairn.embedded.function.geometry;

import java.util.Optional;

/**
 * The circle of all points within a distance from a center.
 *
 * @param squaredChord the square of the chord from the center to the border, on a sphere of radius 1; negative for an
 *     empty circle
 */
public record SphereCircle(SpherePoint center, double squaredChord) implements Geometry {
    private static final double MAX_SQUARED_CHORD = 4;

    /** Returns the circle with this radius in meters; empty if the radius is not finite. */
    public static Optional<SphereCircle> of(SpherePoint center, double radiusMeters) {
        double halfAngleSine = Math.sin(Math.min(Math.PI, radiusMeters / SpherePoint.EARTH_RADIUS_METERS) / 2);
        double squaredChord = radiusMeters < 0 ? -1 : MAX_SQUARED_CHORD * halfAngleSine * halfAngleSine;
        return Double.isFinite(radiusMeters) ? Optional.of(new SphereCircle(center, squaredChord)) : Optional.empty();
    }

    @Override
    public String wellKnownText() {
        // For the server, the angle of an empty circle is -1 radian.
        double radius = squaredChord < 0
                ? -SpherePoint.EARTH_RADIUS_METERS
                : 2 * Math.asin(0.5 * Math.sqrt(squaredChord)) * SpherePoint.EARTH_RADIUS_METERS;
        return "CIRCLE ((" + center.formatCoordinates() + "), " + SpherePoint.formatNumber(radius) + ")";
    }

    @Override
    public boolean contains(Geometry other) {
        if (!(other instanceof SpherePoint point)) {
            return false;
        }
        SpherePoint difference = center.minus(point);
        return Math.min(MAX_SQUARED_CHORD, difference.dot(difference)) <= squaredChord;
    }
}
