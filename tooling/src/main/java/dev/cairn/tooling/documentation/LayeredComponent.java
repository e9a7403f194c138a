package dev.cairn.tooling.documentation;

import dev.cairn.tooling.documentation.LayeredLayout.Arrow;
import dev.cairn.tooling.documentation.LayeredLayout.Box;
import dev.cairn.tooling.documentation.LayeredLayout.Point;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A part of a diagram whose boxes are connected by arrows: the layers of its boxes, their order, and their positions. Each arrow
 * leads to a layer further to the right. Arrows of one box share the places at which they pass layers.
 */
final class LayeredComponent {
    /** The distance of boxes of a layer. */
    static final int BOX_GAP = 14;

    private static final int LAYER_GAP = 72;
    private static final int WIDEST_GAP = 200;
    private static final int PASSAGE = 10;
    private static final int SWEEPS = 12;

    private final List<Box> boxes;
    private final List<List<Integer>> next;
    private final List<List<Integer>> previous;
    private final List<Integer> members;
    private final List<List<Node>> layers = new ArrayList<>();
    private final Map<Integer, Node> nodes = new HashMap<>();
    private final Map<Arrow, List<Node>> passages = new HashMap<>();
    private double[] layerX = {};
    private double width;
    private double height;
    private double left;
    private double top;

    /**
     * @param boxes the boxes of the whole diagram
     * @param next the targets of the arrows from each box, without cycles
     * @param previous the sources of the arrows to each box
     * @param members the boxes of this part
     */
    LayeredComponent(List<Box> boxes, List<List<Integer>> next, List<List<Integer>> previous, List<Integer> members) {
        this.boxes = boxes;
        this.next = next;
        this.previous = previous;
        this.members = members;
    }

    /** A node of a layer: a box, or the place where long arrows of one box pass. */
    private static final class Node {
        final int layer;
        final double width;
        final double height;
        final List<Node> left = new ArrayList<>();
        final List<Node> right = new ArrayList<>();
        int order;
        double center;

        Node(int layer, double width, double height) {
            this.layer = layer;
            this.width = width;
            this.height = height;
        }
    }

    List<Integer> members() {
        return members;
    }

    double width() {
        return width;
    }

    double height() {
        return height;
    }

    void place() {
        addNodes();
        orderLayers();
        setCenters();
        layerX = new double[layers.size()];
        for (int i = 0; i < layers.size(); i++) {
            layerX[i] = i == 0 ? 0 : layerX[i - 1] + widest(i - 1) + gapAfter(i - 1);
        }
        width = layerX[layers.size() - 1] + widest(layers.size() - 1);
        double highest = Double.MAX_VALUE;
        double lowest = 0;
        for (List<Node> layer : layers) {
            for (Node node : layer) {
                highest = Math.min(highest, node.center - node.height / 2);
                lowest = Math.max(lowest, node.center + node.height / 2);
            }
        }
        for (List<Node> layer : layers) {
            for (Node node : layer) {
                node.center -= highest;
            }
        }
        height = lowest - highest;
    }

    /** The distance to the next layer, in which all arrows between the two bend. */
    private double gapAfter(int layer) {
        int arrows =
                layers.get(layer).stream().mapToInt(node -> node.right.size()).sum();
        return Math.min(WIDEST_GAP, LAYER_GAP + arrows);
    }

    private double widest(int layer) {
        return layers.get(layer).stream().mapToDouble(node -> node.width).max().orElse(0);
    }

    void moveTo(double newLeft, double newTop) {
        left = newLeft;
        top = newTop;
    }

    /** Returns the left side of a box. */
    double x(int box) {
        return left + layerX[node(box).layer];
    }

    /** Returns the width of a box: that of the widest one of its layer. */
    int width(int box) {
        return (int) Math.round(widest(node(box).layer));
    }

    /** Returns the upper side of a box. */
    double y(int box) {
        Node node = node(box);
        return top + node.center - node.height / 2;
    }

    List<Point> bends(Arrow arrow) {
        boolean forward = passages.containsKey(arrow);
        List<Node> passing = passages.getOrDefault(forward ? arrow : new Arrow(arrow.to(), arrow.from()), List.of());
        List<Point> points = new ArrayList<>();
        for (Node node : passing) {
            int height = (int) Math.round(top + node.center);
            double start = left + layerX[node.layer];
            points.add(new Point((int) Math.round(start), height));
            points.add(new Point((int) Math.round(start + widest(node.layer)), height));
        }
        if (!forward) {
            Collections.reverse(points);
        }
        return points;
    }

    private void addNodes() {
        int[] layerOf = layersOf();
        int count = 0;
        for (int box : members) {
            count = Math.max(count, layerOf[box] + 1);
        }
        for (int i = 0; i < count; i++) {
            layers.add(new ArrayList<>());
        }
        for (int box : members) {
            Box size = boxes.get(box);
            nodes.put(box, add(new Node(layerOf[box], size.width(), size.height())));
        }
        for (int box : members) {
            List<Node> trunk = new ArrayList<>();
            trunk.add(node(box));
            for (int target : next.get(box)) {
                int length = layerOf[target] - layerOf[box];
                while (trunk.size() < length) {
                    Node through = add(new Node(layerOf[box] + trunk.size(), 0, PASSAGE));
                    link(trunk.get(trunk.size() - 1), through);
                    trunk.add(through);
                }
                link(trunk.get(length - 1), node(target));
                passages.put(new Arrow(box, target), List.copyOf(trunk.subList(1, length)));
            }
        }
    }

    private Node node(int box) {
        return Objects.requireNonNull(nodes.get(box));
    }

    private Node add(Node node) {
        node.order = layers.get(node.layer).size();
        layers.get(node.layer).add(node);
        return node;
    }

    private static void link(Node from, Node to) {
        from.right.add(to);
        to.left.add(from);
    }

    /** Each box is right of all that lead to it; boxes to which nothing leads are close to their targets. */
    private int[] layersOf() {
        int[] layer = new int[boxes.size()];
        int[] open = new int[boxes.size()];
        Deque<Integer> ready = new ArrayDeque<>();
        for (int box : members) {
            open[box] = previous.get(box).size();
            if (open[box] == 0) {
                ready.add(box);
            }
        }
        while (!ready.isEmpty()) {
            int box = ready.remove();
            for (int target : next.get(box)) {
                layer[target] = Math.max(layer[target], layer[box] + 1);
                if (--open[target] == 0) {
                    ready.add(target);
                }
            }
        }
        for (int box : members) {
            if (previous.get(box).isEmpty()) {
                int nearest = Integer.MAX_VALUE;
                for (int target : next.get(box)) {
                    nearest = Math.min(nearest, layer[target]);
                }
                layer[box] = nearest - 1;
            }
        }
        return layer;
    }

    /** Orders each layer by the mean positions of the neighbours, and keeps the order with the fewest crossings. */
    private void orderLayers() {
        List<List<Node>> best = copy();
        long fewest = crossings();
        for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
            boolean forward = sweep % 2 == 0;
            for (int i = 1; i < layers.size(); i++) {
                order(layers.get(forward ? i : layers.size() - 1 - i), forward);
            }
            long crossings = crossings();
            if (crossings < fewest) {
                fewest = crossings;
                best = copy();
            }
        }
        for (int i = 0; i < layers.size(); i++) {
            layers.set(i, best.get(i));
            number(layers.get(i));
        }
    }

    private List<List<Node>> copy() {
        List<List<Node>> copy = new ArrayList<>();
        layers.forEach(layer -> copy.add(new ArrayList<>(layer)));
        return copy;
    }

    private static void order(List<Node> layer, boolean byLeft) {
        Map<Node, Double> means = new HashMap<>();
        for (Node node : layer) {
            List<Node> neighbours = byLeft ? node.left : node.right;
            means.put(
                    node,
                    neighbours.stream()
                            .mapToInt(neighbour -> neighbour.order)
                            .average()
                            .orElse(node.order));
        }
        layer.sort(Comparator.comparingDouble(means::get));
        number(layer);
    }

    private static void number(List<Node> layer) {
        for (int i = 0; i < layer.size(); i++) {
            layer.get(i).order = i;
        }
    }

    /** Counts the crossings between neighbouring layers: the inversions of the targets, in the order of the sources. */
    private long crossings() {
        long crossings = 0;
        for (int i = 0; i + 1 < layers.size(); i++) {
            int[] tree = new int[layers.get(i + 1).size() + 1];
            int passed = 0;
            for (Node node : layers.get(i)) {
                for (Node target : node.right) {
                    crossings += passed - sum(tree, target.order + 1);
                }
                for (Node target : node.right) {
                    passed++;
                    for (int at = target.order + 1; at < tree.length; at += at & -at) {
                        tree[at]++;
                    }
                }
            }
        }
        return crossings;
    }

    private static int sum(int[] tree, int end) {
        int sum = 0;
        for (int at = end; at > 0; at -= at & -at) {
            sum += tree[at];
        }
        return sum;
    }

    /** Moves boxes close to the mean of their neighbours without changing their order. */
    private void setCenters() {
        for (List<Node> layer : layers) {
            double bottom = 0;
            for (Node node : layer) {
                node.center = bottom + node.height / 2;
                bottom += node.height + BOX_GAP;
            }
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            boolean forward = sweep % 2 == 0;
            for (int i = 0; i < layers.size(); i++) {
                align(layers.get(forward ? i : layers.size() - 1 - i), forward);
            }
        }
    }

    /** The isotonic regression of the desired centers, in which boxes that would overlap form a block. */
    private static void align(List<Node> layer, boolean byLeft) {
        Deque<double[]> blocks = new ArrayDeque<>(); // sum of desired positions, number of boxes
        double offset = 0;
        double[] offsets = new double[layer.size()];
        for (int i = 0; i < layer.size(); i++) {
            Node node = layer.get(i);
            offset += i == 0 ? 0 : (layer.get(i - 1).height + node.height) / 2 + BOX_GAP;
            offsets[i] = offset;
            List<Node> neighbours = byLeft ? node.left : node.right;
            List<Node> used = neighbours.isEmpty() ? (byLeft ? node.right : node.left) : neighbours;
            double desired = used.stream()
                    .mapToDouble(neighbour -> neighbour.center)
                    .average()
                    .orElse(node.center);
            double[] block = {desired - offset, 1};
            while (!blocks.isEmpty() && blocks.element()[0] / blocks.element()[1] >= block[0] / block[1]) {
                double[] above = blocks.pop();
                block = new double[] {above[0] + block[0], above[1] + block[1]};
            }
            blocks.push(block);
        }
        int i = layer.size();
        for (double[] block : blocks) {
            for (int count = 0; count < (int) block[1]; count++) {
                i--;
                layer.get(i).center = block[0] / block[1] + offsets[i];
            }
        }
    }
}
