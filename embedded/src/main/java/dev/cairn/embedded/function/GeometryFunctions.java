package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.DOUBLE;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.function;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.function.geometry.Geometry;
import dev.cairn.embedded.function.geometry.GeometryCodec;
import dev.cairn.embedded.function.geometry.SphereCircle;
import dev.cairn.embedded.function.geometry.SpherePoint;
import dev.cairn.embedded.function.geometry.WellKnownTextParser;
import dev.cairn.embedded.text.ByteTextCodec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Functions of geometries, which are texts that represent bytes. For a text that is not a geometry, the result is NULL.
 */
public final class GeometryFunctions {
    private GeometryFunctions() {}

    public static List<JavaFunction> functions() {
        return List.of(
                function("st_point", DOUBLE, DOUBLE)
                        .returningText(
                                arguments -> encode(SpherePoint.of(arguments.doubleAt(0), arguments.doubleAt(1)))),
                function("st_circle", DOUBLE, DOUBLE, DOUBLE)
                        .returningText(arguments -> encode(SpherePoint.of(arguments.doubleAt(0), arguments.doubleAt(1))
                                .flatMap(center -> SphereCircle.of(center, arguments.doubleAt(2))))),
                // The second argument is the kind of the geometry, such as POLYGON; empty if all kinds are accepted.
                helper("geometry", TEXT, TEXT)
                        .returningText(arguments -> encode(WellKnownTextParser.parse(arguments.textAt(0))
                                .filter(geometry -> geometry.wellKnownText().startsWith(arguments.textAt(1))))),
                function("st_astext, st_aswkt", TEXT)
                        .returningText(arguments -> decodeGeometry(arguments.textAt(0))
                                .map(Geometry::wellKnownText)
                                .orElse(null)),
                function("st_x", TEXT)
                        .returningDouble(arguments -> decodePoint(arguments.textAt(0))
                                .map(SpherePoint::longitude)
                                .orElse(null)),
                function("st_y", TEXT)
                        .returningDouble(arguments -> decodePoint(arguments.textAt(0))
                                .map(SpherePoint::latitude)
                                .orElse(null)),
                function("st_distance_sphere", DOUBLE, DOUBLE, DOUBLE, DOUBLE)
                        .returningDouble(arguments -> calculateDistance(
                                arguments.doubleAt(0),
                                arguments.doubleAt(1),
                                arguments.doubleAt(2),
                                arguments.doubleAt(3))),
                function("st_contains", TEXT, TEXT)
                        .returningBoolean(arguments -> contains(arguments.textAt(0), arguments.textAt(1))));
    }

    private static @Nullable String encode(Optional<? extends Geometry> geometry) {
        return geometry.map(shape -> ByteTextCodec.decode(GeometryCodec.encode(shape)))
                .orElse(null);
    }

    private static Optional<Geometry> decodeGeometry(String encodedText) {
        return GeometryCodec.decode(ByteTextCodec.encode(encodedText));
    }

    private static Optional<SpherePoint> decodePoint(String encodedText) {
        return decodeGeometry(encodedText).filter(SpherePoint.class::isInstance).map(SpherePoint.class::cast);
    }

    /** Returns the distance on the surface of the earth in meters; null if a coordinate is out of range. */
    private static @Nullable Double calculateDistance(
            double longitude, double latitude, double otherLongitude, double otherLatitude) {
        boolean areValidPoints = SpherePoint.of(longitude, latitude).isPresent()
                && SpherePoint.of(otherLongitude, otherLatitude).isPresent();
        return areValidPoints ? SpherePoint.distanceMeters(longitude, latitude, otherLongitude, otherLatitude) : null;
    }

    private static @Nullable Boolean contains(String outerText, String innerText) {
        Optional<Geometry> outerGeometry = decodeGeometry(outerText);
        Optional<Geometry> innerGeometry = decodeGeometry(innerText);
        return outerGeometry
                .flatMap(shape -> innerGeometry.map(shape::contains))
                .orElse(null);
    }
}
