package dev.cairn.tooling.documentation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Places the boxes of a diagram in layers from left to right, so that arrows lead to the right and cross rarely. The boxes of a
 * layer have the same width, and arrows past a layer pass between them, so that no arrow runs behind a box. Connected boxes are
 * laid out together; boxes without arrows fill a grid behind them.
 */
final class LayeredLayout {
    private static final int COMPONENT_GAP = 36;
    private static final double ASPECT = 1.6;

    private final List<Box> boxes;
    private final List<Arrow> arrows;
    private final List<List<Integer>> next = new ArrayList<>();
    private final List<List<Integer>> previous = new ArrayList<>();
    private final double[] x;
    private final double[] y;
    private final int[] widths;

    /** The size of a box. */
    record Box(int width, int height) {}

    /** An arrow between two boxes, by their positions in the list. */
    record Arrow(int from, int to) {}

    record Point(int x, int y) {}

    /** A box at its place. It may be wider than it has to be. */
    record PlacedBox(int x, int y, int width, int height) {}

    /** @param bends the points between the layers through which each arrow passes */
    record Placement(List<PlacedBox> boxes, List<List<Point>> bends, int width, int height) {}

    private LayeredLayout(List<Box> boxes, List<Arrow> arrows) {
        this.boxes = boxes;
        this.arrows = arrows;
        this.x = new double[boxes.size()];
        this.y = new double[boxes.size()];
        this.widths = boxes.stream().mapToInt(Box::width).toArray();
        for (int i = 0; i < boxes.size(); i++) {
            next.add(new ArrayList<>());
            previous.add(new ArrayList<>());
        }
    }

    static Placement of(List<Box> boxes, List<Arrow> arrows) {
        return new LayeredLayout(boxes, arrows).place();
    }

    private Placement place() {
        for (Arrow arrow : arrows) {
            if (arrow.from() != arrow.to()) {
                next.get(arrow.from()).add(arrow.to());
                previous.get(arrow.to()).add(arrow.from());
            }
        }
        reverseCycles();
        List<LayeredComponent> components = new ArrayList<>();
        List<Integer> alone = new ArrayList<>();
        int[] component = new int[boxes.size()];
        Arrays.fill(component, -1);
        for (int i = 0; i < boxes.size(); i++) {
            if (next.get(i).isEmpty() && previous.get(i).isEmpty()) {
                alone.add(i);
            } else if (component[i] < 0) {
                components.add(new LayeredComponent(boxes, next, previous, members(i, component, components.size())));
            }
        }
        components.forEach(LayeredComponent::place);
        components.sort(Comparator.comparingDouble((LayeredComponent part) -> -part.height())
                .thenComparingInt(part -> part.members().get(0)));
        Point size = pack(components);
        int height = placeAlone(alone, Math.max(size.x(), 900), size.y());
        List<PlacedBox> placed = new ArrayList<>();
        int width = 0;
        for (int i = 0; i < boxes.size(); i++) {
            placed.add(new PlacedBox(
                    (int) Math.round(x[i]),
                    (int) Math.round(y[i]),
                    widths[i],
                    boxes.get(i).height()));
            width = Math.max(width, placed.get(i).x() + widths[i]);
        }
        return new Placement(placed, bends(components), width, height);
    }

    /** Turns arrows around that would close a cycle. */
    private void reverseCycles() {
        int[] state = new int[boxes.size()];
        for (int i = 0; i < boxes.size(); i++) {
            Deque<int[]> path = new ArrayDeque<>();
            if (state[i] == 0) {
                state[i] = 1;
                path.push(new int[] {i, 0});
            }
            while (!path.isEmpty()) {
                int[] top = path.element();
                List<Integer> targets = next.get(top[0]);
                if (top[1] == targets.size()) {
                    state[top[0]] = 2;
                    path.pop();
                    continue;
                }
                Integer target = targets.get(top[1]);
                if (state[target] == 1) {
                    targets.remove(top[1]);
                    previous.get(target).remove((Integer) top[0]);
                    next.get(target).add(top[0]);
                    previous.get(top[0]).add(target);
                    continue;
                }
                top[1]++;
                if (state[target] == 0) {
                    state[target] = 1;
                    path.push(new int[] {target, 0});
                }
            }
        }
    }

    private List<Integer> members(int start, int[] component, int number) {
        List<Integer> members = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        component[start] = number;
        while (!open.isEmpty()) {
            int box = open.remove();
            members.add(box);
            for (List<Integer> neighbours : List.of(next.get(box), previous.get(box))) {
                for (int neighbour : neighbours) {
                    if (component[neighbour] < 0) {
                        component[neighbour] = number;
                        open.add(neighbour);
                    }
                }
            }
        }
        members.sort(null);
        return members;
    }

    /** Places components in rows, the highest first, and returns the size of all. */
    private Point pack(List<LayeredComponent> components) {
        double area = 0;
        double widest = 0;
        for (LayeredComponent part : components) {
            area += (part.width() + COMPONENT_GAP) * (part.height() + COMPONENT_GAP);
            widest = Math.max(widest, part.width());
        }
        double rowWidth = Math.max(widest, Math.sqrt(area * ASPECT));
        double left = 0;
        double top = 0;
        double rowHeight = 0;
        double right = 0;
        for (LayeredComponent part : components) {
            if (left > 0 && left + part.width() > rowWidth) {
                top += rowHeight + COMPONENT_GAP;
                left = 0;
                rowHeight = 0;
            }
            part.moveTo(left, top);
            for (int box : part.members()) {
                x[box] = part.x(box);
                y[box] = part.y(box);
                widths[box] = part.width(box);
            }
            left += part.width() + COMPONENT_GAP;
            right = Math.max(right, left - COMPONENT_GAP);
            rowHeight = Math.max(rowHeight, part.height());
        }
        return new Point((int) Math.ceil(right), (int) Math.ceil(top + rowHeight));
    }

    /** Returns the height of the whole diagram. */
    private int placeAlone(List<Integer> alone, int rowWidth, int above) {
        double left = 0;
        double top = above == 0 ? 0 : above + COMPONENT_GAP;
        double rowHeight = 0;
        for (int box : alone) {
            if (left > 0 && left + boxes.get(box).width() > rowWidth) {
                top += rowHeight + LayeredComponent.BOX_GAP;
                left = 0;
                rowHeight = 0;
            }
            x[box] = left;
            y[box] = top;
            left += boxes.get(box).width() + LayeredComponent.BOX_GAP;
            rowHeight = Math.max(rowHeight, boxes.get(box).height());
        }
        return (int) Math.ceil(alone.isEmpty() ? above : top + rowHeight);
    }

    private List<List<Point>> bends(List<LayeredComponent> components) {
        List<List<Point>> bends = new ArrayList<>();
        for (Arrow arrow : arrows) {
            List<Point> points = List.of();
            for (LayeredComponent part : components) {
                points = points.isEmpty() ? part.bends(arrow) : points;
            }
            bends.add(points);
        }
        return bends;
    }
}
