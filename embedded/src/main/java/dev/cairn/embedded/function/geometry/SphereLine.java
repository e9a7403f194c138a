package dev.cairn.embedded.function.geometry;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A line on the sphere, which follows arcs of great circles from each point to the next. */
record SphereLine(List<SpherePoint> points) implements Geometry {
    SphereLine {
        points = List.copyOf(points);
    }

    List<Arc> arcs() {
        return IntStream.range(1, points.size())
                .mapToObj(i -> new Arc(points.get(i - 1), points.get(i)))
                .toList();
    }

    @Override
    public String wellKnownText() {
        return points.stream()
                .map(SpherePoint::formatCoordinates)
                .collect(Collectors.joining(", ", "LINESTRING (", ")"));
    }
}
