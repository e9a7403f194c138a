package dev.cairn.analysis.comparison;

import java.util.ArrayList;
import java.util.List;

/** The names of the columns that a query gives, in order. */
final class OutputNames {
    private final List<String> names = new ArrayList<>();
    private final List<ShapeNode> shapes = new ArrayList<>();
    private boolean complete = true;

    /** A name that was not written is the text of its expression, of which servers have several. */
    void add(String name, boolean written) {
        names.add(name);
        String key = ColumnKey.of(name);
        shapes.add(written ? ShapeNode.leaf(key) : ShapeNode.doubtful(key));
    }

    /** As many as a {@code *} stands for. */
    void addUnknown() {
        complete = false;
        names.add("*");
        shapes.add(ShapeNode.doubtful("*"));
    }

    boolean complete() {
        return complete;
    }

    List<String> names() {
        return names;
    }

    /** Of which items a name is. */
    List<Integer> places(String name) {
        String key = ColumnKey.of(name);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            if (shapes.get(i).is(key)) {
                places.add(i);
            }
        }
        return places;
    }

    ShapeNode shape() {
        return ShapeNode.of("names", shapes);
    }
}
