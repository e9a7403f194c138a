package dev.cairn.embedded.function.geometry;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A polygon on the sphere: the area within the first loop, without the areas within the other loops, which are its
 * holes.
 */
record SpherePolygon(List<SphereLoop> loops) implements Geometry {
    SpherePolygon {
        loops = List.copyOf(loops);
    }

    /**
     * Returns the polygon of at least one loop; empty if one of the other loops is not a hole of the first.
     */
    static Optional<SpherePolygon> of(List<SphereLoop> loops) {
        SphereLoop shell = loops.get(0);
        boolean areHolesInShell = loops.stream()
                .skip(1)
                .allMatch(hole -> !shell.crossesAny(hole.arcs())
                        && hole.corners().stream().allMatch(shell::covers));
        return areHolesInShell ? Optional.of(new SpherePolygon(loops)) : Optional.empty();
    }

    @Override
    public String wellKnownText() {
        return loops.stream().map(SphereLoop::wellKnownText).collect(Collectors.joining(", ", "POLYGON (", ")"));
    }

    @Override
    public boolean contains(Geometry other) {
        if (other instanceof SpherePoint point) {
            return loops.stream().filter(loop -> loop.contains(point)).count() % 2 == 1;
        }
        if (other instanceof SphereLine line) {
            return containsPath(line.points(), line.arcs());
        }
        return other instanceof SpherePolygon polygon
                && polygon.loops.stream().allMatch(loop -> containsPath(loop.corners(), loop.arcs()))
                && loops.stream().skip(1).allMatch(hole -> polygon.excludesHole(hole));
    }

    private boolean containsPath(List<SpherePoint> points, List<Arc> arcs) {
        return points.stream().allMatch(this::covers) && loops.stream().noneMatch(loop -> loop.crossesAny(arcs));
    }

    /** Returns whether the point lies within the polygon or is a corner of it. */
    private boolean covers(SpherePoint point) {
        return loops.get(0).covers(point)
                && loops.stream().skip(1).allMatch(hole -> hole.corners().contains(point) || !hole.contains(point));
    }

    /** Returns whether a hole of another polygon is outside of this one or in one of its holes. */
    private boolean excludesHole(SphereLoop hole) {
        return hole.corners().stream().noneMatch(loops.get(0)::covers)
                || loops.stream()
                        .skip(1)
                        .anyMatch(polygonHole -> hole.corners().stream().allMatch(polygonHole::covers));
    }
}
