package dev.cairn.analysis.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The names of a query's output columns, in order. */
final class OutputNames {
    private final List<String> names = new ArrayList<>();
    private final List<ShapeNode> shapes = new ArrayList<>();
    private boolean complete = true;

    /** A name that the query does not specify is the text of the expression, which servers print in several ways. */
    void add(String name, boolean written) {
        names.add(name);
        String key = key(name);
        shapes.add(written ? ShapeNode.leaf(key) : ShapeNode.doubtful(key));
    }

    /** Marks that a {@code *} adds an unknown number of columns. */
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

    /** Returns the positions of the columns with this name. */
    List<Integer> places(String name) {
        String key = key(name);
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

    /**
     * Normalizes a column name for comparison, without case, blanks and backquotes: a column without a name is named by
     * the text of its expression, which servers format in several ways.
     */
    static String key(String name) {
        if (name.indexOf(' ') < 0 && name.indexOf('`') < 0) {
            return name.toLowerCase(Locale.ROOT);
        }
        StringBuilder key = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != ' ' && c != '`') {
                key.append(c);
            }
        }
        return key.toString().toLowerCase(Locale.ROOT);
    }
}
