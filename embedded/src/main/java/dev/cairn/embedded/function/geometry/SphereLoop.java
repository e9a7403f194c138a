package dev.cairn.embedded.function.geometry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A closed line around at most half of the sphere. Its corners are in counter-clockwise order, and the first is not
 * repeated.
 */
record SphereLoop(List<SpherePoint> corners) {
    SphereLoop {
        corners = List.copyOf(corners);
    }

    /**
     * Returns the loop through corners in either direction; empty if it has fewer than three corners, or touches or
     * crosses itself.
     */
    static Optional<SphereLoop> of(List<SpherePoint> corners) {
        SphereLoop loop = new SphereLoop(corners);
        if (corners.size() < 3 || new HashSet<>(corners).size() < corners.size() || loop.crossesAny(loop.arcs())) {
            return Optional.empty();
        }
        if (loop.totalTurningAngle() >= 0) {
            return Optional.of(loop);
        }
        List<SpherePoint> reversedCorners = new ArrayList<>(corners);
        Collections.reverse(reversedCorners);
        return Optional.of(new SphereLoop(reversedCorners));
    }

    List<Arc> arcs() {
        return IntStream.range(0, corners.size())
                .mapToObj(i -> new Arc(corners.get(i), corner(i + 1)))
                .toList();
    }

    boolean crossesAny(List<Arc> otherArcs) {
        return arcs().stream().anyMatch(arc -> otherArcs.stream().anyMatch(arc::crosses));
    }

    /** Returns whether the point lies within the loop, which is also decided for a corner. */
    boolean contains(SpherePoint point) {
        int cornerIndex = corners.indexOf(point);
        return cornerIndex < 0 ? windingAngle(point) > Math.PI : containsCorner(cornerIndex);
    }

    /** Returns whether the point lies within the loop or is a corner of it. */
    boolean covers(SpherePoint point) {
        return corners.contains(point) || contains(point);
    }

    String wellKnownText() {
        return Stream.concat(corners.stream(), Stream.of(corners.get(0)))
                .map(SpherePoint::formatCoordinates)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private SpherePoint corner(int index) {
        return corners.get(Math.floorMod(index, corners.size()));
    }

    /**
     * Returns the sum of the turns to the left at all corners, in radians. The sum is a full turn minus the enclosed
     * area, so it is negative if the area exceeds half of the sphere.
     */
    private double totalTurningAngle() {
        return IntStream.range(0, corners.size())
                .mapToDouble(i -> {
                    SpherePoint normalBefore = corner(i - 1).cross(corner(i));
                    SpherePoint normalAfter = corner(i).cross(corner(i + 1));
                    return normalBefore.angleTo(normalAfter)
                            * SpherePoint.orientation(corner(i - 1), corner(i), corner(i + 1));
                })
                .sum();
    }

    /**
     * Returns the angle by which a view from the point turns along the loop: a full turn if the point is inside, and 0
     * otherwise.
     */
    private double windingAngle(SpherePoint point) {
        return arcs().stream()
                .mapToDouble(arc -> {
                    SpherePoint startNormal = point.cross(arc.startPoint());
                    SpherePoint endNormal = point.cross(arc.endPoint());
                    return startNormal.angleTo(endNormal)
                            * SpherePoint.orientation(point, arc.startPoint(), arc.endPoint());
                })
                .sum();
    }

    /**
     * Returns whether the loop contains one of its corners: of all loops that meet at a point, exactly one contains it.
     */
    private boolean containsCorner(int index) {
        SpherePoint point = corner(index);
        SpherePoint reference = point.perpendicularDirection();
        SpherePoint previousCorner = corner(index - 1);
        SpherePoint nextCorner = corner(index + 1);
        // Two of three turns decide, like OrderedCCW of S2, whether the sequence reference, previous corner, next
        // corner is counter-clockwise.
        int orderedTurnCount = (SpherePoint.orientation(previousCorner, point, reference) >= 0 ? 1 : 0)
                + (SpherePoint.orientation(nextCorner, point, previousCorner) >= 0 ? 1 : 0)
                + (SpherePoint.orientation(reference, point, nextCorner) > 0 ? 1 : 0);
        return orderedTurnCount >= 2;
    }
}
