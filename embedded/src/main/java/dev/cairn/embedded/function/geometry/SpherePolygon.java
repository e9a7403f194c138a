package dev.cairn.embedded.function.geometry;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The area within the first loop, except for the areas within the other loops, which are its holes. */
record SpherePolygon(List<SphereLoop> loops) implements Geometry {
    SpherePolygon {
        loops = List.copyOf(loops);
    }

    /** Returns the polygon of these loops; empty if one of the further loops is not a hole of the first. */
    static Optional<SpherePolygon> of(List<SphereLoop> loops) {
        SphereLoop shell = loops.get(0);
        boolean holes = loops.stream()
                .skip(1)
                .allMatch(hole ->
                        !shell.crosses(hole.arcs()) && hole.points().stream().allMatch(shell::covers));
        return holes ? Optional.of(new SpherePolygon(loops)) : Optional.empty();
    }

    @Override
    public String text() {
        return loops.stream().map(SphereLoop::text).collect(Collectors.joining(", ", "POLYGON (", ")"));
    }

    @Override
    public boolean contains(Geometry other) {
        if (other instanceof SpherePoint point) {
            return loops.stream().filter(loop -> loop.contains(point)).count() % 2 == 1;
        }
        if (other instanceof SphereLine line) {
            return surrounds(line.points(), line.arcs());
        }
        return other instanceof SpherePolygon polygon
                && polygon.loops.stream().allMatch(loop -> surrounds(loop.points(), loop.arcs()))
                && loops.stream().skip(1).allMatch(hole -> polygon.leavesOut(hole));
    }

    private boolean surrounds(List<SpherePoint> points, List<Arc> arcs) {
        return points.stream().allMatch(this::covers) && loops.stream().noneMatch(loop -> loop.crosses(arcs));
    }

    private boolean covers(SpherePoint point) {
        return loops.get(0).covers(point)
                && loops.stream().skip(1).allMatch(hole -> hole.points().contains(point) || !hole.contains(point));
    }

    /** Tells whether a hole of another polygon is outside of this one or in one of its holes. */
    private boolean leavesOut(SphereLoop hole) {
        return hole.points().stream().noneMatch(loops.get(0)::covers)
                || loops.stream()
                        .skip(1)
                        .anyMatch(ownLoop -> hole.points().stream().allMatch(ownLoop::covers));
    }
}
