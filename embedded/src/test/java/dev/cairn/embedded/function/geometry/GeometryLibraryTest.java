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
    private static final double EARTH_RADIUS_METERS = 6_371_010;

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

    private Place randomPlace() {
        return new Place(random.nextDouble() * 360 - 180, Math.toDegrees(Math.asin(random.nextDouble() * 2 - 1)));
    }

    private Place randomPlaceAround(Place center, double degrees) {
        double longitude = center.longitude + (random.nextDouble() * 2 - 1) * degrees;
        double latitude = center.latitude + (random.nextDouble() * 2 - 1) * degrees;
        return new Place(Math.max(-180, Math.min(180, longitude)), Math.max(-90, Math.min(90, latitude)));
    }

    /** Returns a place of whole degrees, so that some corners coincide and some points lie on edges. */
    private Place randomWholePlaceAround(Place center, int degrees) {
        Place nearPlace = randomPlaceAround(center, degrees);
        return new Place(Math.rint(nearPlace.longitude), Math.rint(nearPlace.latitude));
    }

    @Test
    void distancesAreThoseOfTheLibrary() {
        for (int i = 0; i < 20_000; i++) {
            Place from = randomPlace();
            Place to = i % 2 == 0 ? randomPlace() : randomPlaceAround(from, 0.01);
            double expected = S2LatLng.fromDegrees(from.latitude, from.longitude)
                            .getDistance(S2LatLng.fromDegrees(to.latitude, to.longitude))
                            .radians()
                    * EARTH_RADIUS_METERS;
            assertThat(SpherePoint.distanceMeters(from.longitude, from.latitude, to.longitude, to.latitude))
                    .as("%s to %s", from, to)
                    .isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void loopsAreValidWhereTheyAreInTheLibrary() {
        int validCount = 0;
        for (int i = 0; i < 20_000; i++) {
            List<Place> corners = randomCorners(i % 2 == 0);
            boolean isValid = S2Loop.isValid(libraryPoints(corners));
            validCount += isValid ? 1 : 0;
            assertThat(SphereLoop.of(points(corners)).isPresent())
                    .as("%s", corners)
                    .isEqualTo(isValid);
        }
        assertThat(validCount).isBetween(2_000, 18_000);
    }

    /**
     * Points at corners are skipped: a direction decides which of the loops around a corner contains it, and the two
     * editions choose different directions.
     */
    @Test
    void loopsContainThePointsThatTheyContainInTheLibrary() {
        int insideCount = 0;
        int triedCount = 0;
        for (int i = 0; i < 20_000; i++) {
            boolean isWhole = i % 2 == 0;
            List<Place> corners = randomCorners(isWhole);
            SphereLoop loop = SphereLoop.of(points(corners)).orElse(null);
            if (loop == null) {
                continue;
            }
            S2Loop libraryLoop = new S2Loop(libraryPoints(corners));
            libraryLoop.normalize();
            for (int k = 0; k < 5; k++) {
                Place place =
                        isWhole ? randomWholePlaceAround(corners.get(0), 8) : randomPlaceAround(corners.get(0), 8);
                if (points(corners).contains(place.point())) {
                    continue;
                }
                boolean isInside = libraryLoop.contains(place.libraryPoint());
                triedCount++;
                insideCount += isInside ? 1 : 0;
                assertThat(loop.contains(place.point()))
                        .as("%s in %s", place, corners)
                        .isEqualTo(isInside);
            }
        }
        assertThat(insideCount).isBetween(triedCount / 50, triedCount - triedCount / 50);
    }

    private List<Place> randomCorners(boolean isWhole) {
        Place center = randomPlaceAround(new Place(0, 0), 80);
        List<Place> corners = new ArrayList<>();
        for (int i = 3 + random.nextInt(4); i > 0; i--) {
            corners.add(isWhole ? randomWholePlaceAround(center, 5) : randomPlaceAround(center, 5));
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
