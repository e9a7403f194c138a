package dev.cairn.embedded.function.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.geometry.S2LatLng;
import com.google.common.geometry.S2Loop;
import com.google.common.geometry.S2Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Shapes on the sphere are those of the Java edition of the library with which a server calculates them. */
class GeometryLibraryTest {
    private static final double EARTH = 6_371_010;

    private final Random random = new Random(20_261_126);

    /** A place in degrees. */
    private record Place(double longitude, double latitude) {
        SpherePoint point() {
            return SpherePoint.of(longitude, latitude).orElseThrow();
        }

        S2Point libraryPoint() {
            return S2LatLng.fromDegrees(latitude, longitude).toPoint();
        }
    }

    private Place place() {
        return new Place(random.nextDouble() * 360 - 180, Math.toDegrees(Math.asin(random.nextDouble() * 2 - 1)));
    }

    private Place placeAround(Place center, double degrees) {
        double longitude = center.longitude + (random.nextDouble() * 2 - 1) * degrees;
        double latitude = center.latitude + (random.nextDouble() * 2 - 1) * degrees;
        return new Place(Math.max(-180, Math.min(180, longitude)), Math.max(-90, Math.min(90, latitude)));
    }

    /** Whole degrees, so that corners coincide and points lie on edges. */
    private Place wholePlaceAround(Place center, int degrees) {
        Place near = placeAround(center, degrees);
        return new Place(Math.rint(near.longitude), Math.rint(near.latitude));
    }

    @Test
    void distancesAreThoseOfTheLibrary() {
        for (int i = 0; i < 20_000; i++) {
            Place from = place();
            Place to = i % 2 == 0 ? place() : placeAround(from, 0.01);
            double expected = S2LatLng.fromDegrees(from.latitude, from.longitude)
                            .getDistance(S2LatLng.fromDegrees(to.latitude, to.longitude))
                            .radians()
                    * EARTH;
            assertThat(SphereCircle.distance(from.longitude, from.latitude, to.longitude, to.latitude))
                    .as("%s to %s", from, to)
                    .isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void loopsAreValidWhereTheyAreInTheLibrary() {
        int valid = 0;
        for (int i = 0; i < 20_000; i++) {
            List<Place> corners = corners(i % 2 == 0);
            boolean expected = S2Loop.isValid(libraryPoints(corners));
            valid += expected ? 1 : 0;
            assertThat(SphereLoop.of(points(corners)).isPresent())
                    .as("%s", corners)
                    .isEqualTo(expected);
        }
        assertThat(valid).isBetween(2_000, 18_000);
    }

    /**
     * Corners are left out: which of the loops around a corner has it is decided by a direction that the two editions
     * choose differently.
     */
    @Test
    void loopsContainThePointsThatTheyContainInTheLibrary() {
        int inside = 0;
        int tried = 0;
        for (int i = 0; i < 20_000; i++) {
            boolean whole = i % 2 == 0;
            List<Place> corners = corners(whole);
            SphereLoop loop = SphereLoop.of(points(corners)).orElse(null);
            if (loop == null) {
                continue;
            }
            S2Loop expected = new S2Loop(libraryPoints(corners));
            expected.normalize();
            for (int k = 0; k < 5; k++) {
                Place place = whole ? wholePlaceAround(corners.get(0), 8) : placeAround(corners.get(0), 8);
                if (points(corners).contains(place.point())) {
                    continue;
                }
                boolean contained = expected.contains(place.libraryPoint());
                tried++;
                inside += contained ? 1 : 0;
                assertThat(loop.contains(place.point()))
                        .as("%s in %s", place, corners)
                        .isEqualTo(contained);
            }
        }
        assertThat(inside).isBetween(tried / 50, tried - tried / 50);
    }

    private List<Place> corners(boolean whole) {
        Place center = placeAround(new Place(0, 0), 80);
        List<Place> corners = new ArrayList<>();
        for (int i = 3 + random.nextInt(4); i > 0; i--) {
            corners.add(whole ? wholePlaceAround(center, 5) : placeAround(center, 5));
        }
        return corners;
    }

    private static List<SpherePoint> points(List<Place> places) {
        return places.stream().map(Place::point).toList();
    }

    private static List<S2Point> libraryPoints(List<Place> places) {
        return places.stream().map(Place::libraryPoint).toList();
    }
}
