package dev.cairn.embedded.function.geometry;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/** A point of the sphere with the radius 1, by its coordinates in space; the north pole is (0, 0, 1). */
public record SpherePoint(double x, double y, double z) implements Geometry {
    private static final MathContext PRINTED = new MathContext(12);

    /** Returns the point with these degrees; empty if they are out of range. */
    public static Optional<SpherePoint> of(double longitude, double latitude) {
        if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) {
            return Optional.empty();
        }
        double east = Math.toRadians(longitude);
        double north = Math.toRadians(latitude);
        return Optional.of(
                new SpherePoint(Math.cos(east) * Math.cos(north), Math.sin(east) * Math.cos(north), Math.sin(north)));
    }

    public double longitude() {
        return Math.toDegrees(Math.atan2(y, x));
    }

    public double latitude() {
        return Math.toDegrees(Math.atan2(z, Math.sqrt(x * x + y * y)));
    }

    @Override
    public String text() {
        return "POINT (" + coordinates() + ")";
    }

    /** Returns the degrees with twelve significant digits. */
    String coordinates() {
        return print(longitude()) + " " + print(latitude());
    }

    static String print(double number) {
        BigDecimal rounded = new BigDecimal(number, PRINTED).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (rounded.signum() == 0) {
            return Double.doubleToRawLongBits(number) < 0 ? "-0" : "0";
        }
        if (exponent >= -4 && exponent < PRINTED.getPrecision()) {
            return rounded.toPlainString();
        }
        String digits = rounded.scaleByPowerOfTen(-exponent).toPlainString();
        return digits + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
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
    double angle(SpherePoint other) {
        SpherePoint cross = cross(other);
        return Math.atan2(Math.sqrt(cross.dot(cross)), dot(other));
    }

    /** Returns a direction at a right angle to this one: where the turn around a corner begins, so that of the shapes around it one has it. */
    SpherePoint perpendicular() {
        double east = Math.abs(x);
        double middle = Math.abs(y);
        double north = Math.abs(z);
        boolean first = east > middle && east > north;
        boolean second = !first && middle > north;
        // The axis before the longest one.
        return cross(new SpherePoint(second ? 1 : 0.012, first || second ? 0.0053 : 1, first ? 1 : 0.00457));
    }

    /** Returns 1 if three points stand counter-clockwise, -1 if clockwise, and 0 if on one great circle. */
    static int turn(SpherePoint first, SpherePoint second, SpherePoint third) {
        double volume = first.cross(second).dot(third);
        return Math.abs(volume) > 1e-15 ? (int) Math.signum(volume) : exactTurn(first, second, third);
    }

    private static int exactTurn(SpherePoint a, SpherePoint b, SpherePoint c) {
        return minor(a.y, b.z, a.z, b.y)
                .multiply(new BigDecimal(c.x))
                .add(minor(a.z, b.x, a.x, b.z).multiply(new BigDecimal(c.y)))
                .add(minor(a.x, b.y, a.y, b.x).multiply(new BigDecimal(c.z)))
                .signum();
    }

    private static BigDecimal minor(double a, double b, double c, double d) {
        return new BigDecimal(a).multiply(new BigDecimal(b)).subtract(new BigDecimal(c).multiply(new BigDecimal(d)));
    }
}
