package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.Kind.DOUBLE;
import static dev.cairn.embedded.function.JavaFunction.Kind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.function;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.function.geometry.Geometry;
import dev.cairn.embedded.function.geometry.GeometryBytes;
import dev.cairn.embedded.function.geometry.SphereCircle;
import dev.cairn.embedded.function.geometry.SpherePoint;
import dev.cairn.embedded.function.geometry.WellKnownText;
import dev.cairn.embedded.protocol.ByteText;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Functions of geometries, which are texts of bytes. What is no geometry gives NULL. */
final class GeometryFunctions {
    private GeometryFunctions() {}

    static List<JavaFunction> all() {
        return List.of(
                function("st_point", DOUBLE, DOUBLE).text(in -> encode(SpherePoint.of(in.real(0), in.real(1)))),
                function("st_circle", DOUBLE, DOUBLE, DOUBLE)
                        .text(in -> encode(SpherePoint.of(in.real(0), in.real(1))
                                .flatMap(center -> SphereCircle.of(center, in.real(2))))),
                helper("geometry", TEXT, TEXT)
                        .text(in -> encode(WellKnownText.read(in.text(0))
                                .filter(geometry -> geometry.text().startsWith(in.text(1))))),
                function("st_astext, st_aswkt", TEXT)
                        .text(in -> geometry(in.text(0)).map(Geometry::text).orElse(null)),
                function("st_x", TEXT)
                        .real(in ->
                                point(in.text(0)).map(SpherePoint::longitude).orElse(null)),
                function("st_y", TEXT)
                        .real(in -> point(in.text(0)).map(SpherePoint::latitude).orElse(null)),
                function("st_distance_sphere", DOUBLE, DOUBLE, DOUBLE, DOUBLE)
                        .real(in -> distance(in.real(0), in.real(1), in.real(2), in.real(3))),
                function("st_contains", TEXT, TEXT).truth(in -> contains(in.text(0), in.text(1))));
    }

    private static @Nullable String encode(Optional<? extends Geometry> geometry) {
        return geometry.map(shape -> ByteText.decode(GeometryBytes.encode(shape)))
                .orElse(null);
    }

    private static Optional<Geometry> geometry(String bytes) {
        return GeometryBytes.decode(ByteText.encode(bytes));
    }

    private static Optional<SpherePoint> point(String bytes) {
        return geometry(bytes).filter(SpherePoint.class::isInstance).map(SpherePoint.class::cast);
    }

    private static @Nullable Double distance(double longitude, double latitude, double toLongitude, double toLatitude) {
        boolean known = SpherePoint.of(longitude, latitude).isPresent()
                && SpherePoint.of(toLongitude, toLatitude).isPresent();
        return known ? SphereCircle.distance(longitude, latitude, toLongitude, toLatitude) : null;
    }

    private static @Nullable Boolean contains(String outer, String inner) {
        Optional<Geometry> wholeGeometry = geometry(outer);
        Optional<Geometry> part = geometry(inner);
        return wholeGeometry.flatMap(shape -> part.map(shape::contains)).orElse(null);
    }
}
