package dev.cairn.embedded.function.geometry;

import java.util.Optional;

/**
 * All points within a distance from a center.
 *
 * @param chord the squared straight distance of the border from the center, through the earth; negative for an empty
 *     circle
 */
public record SphereCircle(SpherePoint center, double chord) implements Geometry {
    /** The mean radius of the earth in meters. */
    private static final double EARTH_RADIUS = 6371010;

    private static final double OPPOSITE = 4;

    /** Returns the circle with this radius in meters; empty if the radius is not finite. */
    public static Optional<SphereCircle> of(SpherePoint center, double radius) {
        double half = Math.sin(Math.min(Math.PI, radius / EARTH_RADIUS) / 2);
        double chord = radius < 0 ? -1 : OPPOSITE * half * half;
        return Double.isFinite(radius) ? Optional.of(new SphereCircle(center, chord)) : Optional.empty();
    }

    /** Returns the distance of two points in meters. */
    public static double distance(double longitude, double latitude, double otherLongitude, double otherLatitude) {
        double north = Math.toRadians(latitude);
        double otherNorth = Math.toRadians(otherLatitude);
        double rise = Math.sin(0.5 * (otherNorth - north));
        double turn = Math.sin(0.5 * (Math.toRadians(otherLongitude) - Math.toRadians(longitude)));
        double square = rise * rise + turn * turn * Math.cos(north) * Math.cos(otherNorth);
        return 2 * Math.asin(Math.sqrt(Math.min(1, square))) * EARTH_RADIUS;
    }

    @Override
    public String text() {
        double radius = chord < 0 ? -EARTH_RADIUS : 2 * Math.asin(0.5 * Math.sqrt(chord)) * EARTH_RADIUS;
        return "CIRCLE ((" + center.coordinates() + "), " + SpherePoint.print(radius) + ")";
    }

    @Override
    public boolean contains(Geometry other) {
        if (!(other instanceof SpherePoint point)) {
            return false;
        }
        SpherePoint way = center.minus(point);
        return Math.min(OPPOSITE, way.dot(way)) <= chord;
    }
}
