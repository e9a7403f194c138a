package dev.cairn.embedded.function.geometry;

import dev.cairn.embedded.text.NumberText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A point of the sphere with the radius 1, by its coordinates in space; the north pole is (0, 0, 1). The calculations
 * also use it as a direction in space, whose length may be another one.
 */
public record SpherePoint(double x, double y, double z) implements Geometry {
    /** The mean radius of the earth in meters. */
    static final double EARTH_RADIUS_METERS = 6371010;

    private static final MathContext PRINTED_PRECISION = new MathContext(12);

    /** Orders points by their coordinates. The addition of zero turns negative zero into zero. */
    private static final Comparator<SpherePoint> COORDINATE_ORDER = Comparator.<SpherePoint>comparingDouble(
                    point -> point.x + 0.0)
            .thenComparingDouble(point -> point.y + 0.0)
            .thenComparingDouble(point -> point.z + 0.0);

    /** Returns the point with these degrees; empty if they are out of range. */
    public static Optional<SpherePoint> of(double longitude, double latitude) {
        if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) {
            return Optional.empty();
        }
        double longitudeRadians = Math.toRadians(longitude);
        double latitudeRadians = Math.toRadians(latitude);
        return Optional.of(new SpherePoint(
                Math.cos(longitudeRadians) * Math.cos(latitudeRadians),
                Math.sin(longitudeRadians) * Math.cos(latitudeRadians),
                Math.sin(latitudeRadians)));
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

    /** Compares the coordinates as numbers, so that zero equals negative zero. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SpherePoint point && x == point.x && y == point.y && z == point.z;
    }

    @Override
    public int hashCode() {
        return Objects.hash(x + 0.0, y + 0.0, z + 0.0);
    }

    public double longitude() {
        return Math.toDegrees(Math.atan2(y, x));
    }

    public double latitude() {
        return Math.toDegrees(Math.atan2(z, Math.sqrt(x * x + y * y)));
    }

    @Override
    public String wellKnownText() {
        return "POINT (" + formatCoordinates() + ")";
    }

    /** Returns the degrees with twelve significant digits. */
    String formatCoordinates() {
        return formatNumber(longitude()) + " " + formatNumber(latitude());
    }

    /** Returns a number with at most twelve significant digits. */
    static String formatNumber(double number) {
        BigDecimal roundedNumber = new BigDecimal(number, PRINTED_PRECISION).stripTrailingZeros();
        if (roundedNumber.signum() == 0) {
            return Double.doubleToRawLongBits(number) < 0 ? "-0" : "0";
        }
        return NumberText.format(roundedNumber, PRINTED_PRECISION.getPrecision());
    }

    double dot(SpherePoint other) {
        return x * other.x + y * other.y + z * other.z;
    }

    SpherePoint cross(SpherePoint other) {
        return new SpherePoint(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
    }

    SpherePoint minus(SpherePoint other) {
        return new SpherePoint(x - other.x, y - other.y, z - other.z);
    }

    /** Returns the angle between this direction and another one, in radians. */
    double angleTo(SpherePoint other) {
        SpherePoint normal = cross(other);
        return Math.atan2(Math.sqrt(normal.dot(normal)), dot(other));
    }

    /**
     * Returns a fixed direction at a right angle to this one. It decides which of the shapes at a common corner
     * contains the corner.
     */
    SpherePoint perpendicularDirection() {
        double absX = Math.abs(x);
        double absY = Math.abs(y);
        double absZ = Math.abs(z);
        boolean isXLongest = absX > absY && absX > absZ;
        boolean isYLongest = !isXLongest && absY > absZ;
        // The other direction is close to the axis before the longest one, so it is not parallel to this one.
        return cross(new SpherePoint(
                isYLongest ? 1 : 0.012, isXLongest || isYLongest ? 0.0053 : 1, isXLongest ? 1 : 0.00457));
    }

    /**
     * Returns 1 if three points are in counter-clockwise order, -1 if they are in clockwise order, and 0 if two of them
     * are equal. Three distinct points on one great circle have no natural order; moving each point by an infinitesimal
     * amount, always in the same way, defines their order.
     */
    static int orientation(SpherePoint first, SpherePoint second, SpherePoint third) {
        double volume = first.cross(second).dot(third);
        // Rounding errors can't change the sign of a larger volume.
        return Math.abs(volume) > 1e-15 ? (int) Math.signum(volume) : exactOrientation(first, second, third);
    }

    private static int exactOrientation(SpherePoint first, SpherePoint second, SpherePoint third) {
        if (first.equals(second) || second.equals(third) || third.equals(first)) {
            return 0;
        }
        List<SpherePoint> sortedPoints = new ArrayList<>(List.of(first, second, third));
        sortedPoints.sort(COORDINATE_ORDER);
        boolean isEvenPermutation =
                Collections.indexOfSubList(List.of(first, second, third, first, second, third), sortedPoints) >= 0;
        int turn = sortedOrientation(sortedPoints.get(0), sortedPoints.get(1), sortedPoints.get(2));
        return isEvenPermutation ? turn : -turn;
    }

    /**
     * Returns the orientation of sorted points. If their volume is zero, each point is moved by tiny amounts along z,
     * y and x, which are largest for the first point and smallest for the third. The largest amount that makes the
     * volume nonzero decides.
     */
    private static int sortedOrientation(SpherePoint first, SpherePoint second, SpherePoint third) {
        BigDecimal crossX = subtractProducts(second.y, third.z, second.z, third.y);
        BigDecimal crossY = subtractProducts(second.z, third.x, second.x, third.z);
        BigDecimal crossZ = subtractProducts(second.x, third.y, second.y, third.x);
        BigDecimal volume = crossX.multiply(new BigDecimal(first.x))
                .add(crossY.multiply(new BigDecimal(first.y)))
                .add(crossZ.multiply(new BigDecimal(first.z)));
        return Stream.of(
                        volume,
                        crossZ,
                        crossY,
                        crossX,
                        subtractProducts(third.x, first.y, third.y, first.x),
                        new BigDecimal(third.x),
                        new BigDecimal(third.y).negate(),
                        subtractProducts(third.z, first.x, third.x, first.z),
                        new BigDecimal(third.z))
                .mapToInt(BigDecimal::signum)
                .filter(sign -> sign != 0)
                .findFirst()
                .orElseThrow();
    }

    private static BigDecimal subtractProducts(
            double minuendLeft, double minuendRight, double subtrahendLeft, double subtrahendRight) {
        return new BigDecimal(minuendLeft)
                .multiply(new BigDecimal(minuendRight))
                .subtract(new BigDecimal(subtrahendLeft).multiply(new BigDecimal(subtrahendRight)));
    }
}
