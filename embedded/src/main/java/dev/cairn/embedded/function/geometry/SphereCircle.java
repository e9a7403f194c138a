package dev.cairn.embedded.function.geometry;

import java.util.Optional;

/**
 * The circle of all points within a distance from a center.
 *
 * @param squaredChord the square of the chord from the center to the border, on a sphere of radius 1; negative for an
 *     empty circle
 */
public record SphereCircle(SpherePoint center, double squaredChord) implements Geometry {
    /** The mean radius of the earth in meters. */
    private static final double EARTH_RADIUS_METERS = 6371010;

    private static final double MAX_SQUARED_CHORD = 4;

    /** Returns the circle with this radius in meters; empty if the radius is not finite. */
    public static Optional<SphereCircle> of(SpherePoint center, double radiusMeters) {
        double halfAngleSine = Math.sin(Math.min(Math.PI, radiusMeters / EARTH_RADIUS_METERS) / 2);
        double squaredChord = radiusMeters < 0 ? -1 : MAX_SQUARED_CHORD * halfAngleSine * halfAngleSine;
        return Double.isFinite(radiusMeters) ? Optional.of(new SphereCircle(center, squaredChord)) : Optional.empty();
    }

    /** Returns the distance between two points in meters; their coordinates are in degrees. */
    public static double distanceMeters(
            double longitude, double latitude, double otherLongitude, double otherLatitude) {
        double latitudeRadians = Math.toRadians(latitude);
        double otherLatitudeRadians = Math.toRadians(otherLatitude);
        double halfLatitudeDifferenceSine = Math.sin(0.5 * (otherLatitudeRadians - latitudeRadians));
        double halfLongitudeDifferenceSine =
                Math.sin(0.5 * (Math.toRadians(otherLongitude) - Math.toRadians(longitude)));
        double haversine = halfLatitudeDifferenceSine * halfLatitudeDifferenceSine
                + halfLongitudeDifferenceSine
                        * halfLongitudeDifferenceSine
                        * Math.cos(latitudeRadians)
                        * Math.cos(otherLatitudeRadians);
        return 2 * Math.asin(Math.sqrt(Math.min(1, haversine))) * EARTH_RADIUS_METERS;
    }

    @Override
    public String wellKnownText() {
        double radius = squaredChord < 0
                ? -EARTH_RADIUS_METERS
                : 2 * Math.asin(0.5 * Math.sqrt(squaredChord)) * EARTH_RADIUS_METERS;
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
