package dev.cairn.embedded.function.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a geometry, such as {@code POLYGON ((0 0, 10 0, 10 10, 0 0))}. */
public final class WellKnownText {
    private static final Pattern WORD = Pattern.compile(
            "\\G[ \\t\\n\\r]*(-?(?:[0-9]*\\.[0-9]+(?:[eE][-+]?[0-9]+)?|[0-9]+\\.|[0-9]+(?:[eE][-+]?[0-9]+)?)|[A-Za-z]+|[(),;])");

    private final Matcher words;
    private String word = "";

    private WellKnownText(String text) {
        words = WORD.matcher(text);
    }

    /** Returns the geometry; empty if the text is not that of a valid one. The text ends before an unknown character. */
    public static Optional<Geometry> read(String text) {
        try {
            return Optional.of(new WellKnownText(text).geometry());
        } catch (InvalidGeometryException invalid) {
            return Optional.empty();
        }
    }

    private Geometry geometry() throws InvalidGeometryException {
        next();
        String kind = word.toUpperCase(Locale.ROOT);
        next();
        skip("(");
        Geometry geometry = switch (kind) {
            case "POINT" -> point();
            case "LINESTRING" -> line();
            case "POLYGON" -> polygon();
            default -> throw new InvalidGeometryException();
        };
        skip(")");
        skip("");
        return geometry;
    }

    private SphereLine line() throws InvalidGeometryException {
        List<SpherePoint> points = points();
        if (points.size() < 2) {
            throw new InvalidGeometryException();
        }
        return new SphereLine(points);
    }

    private SpherePolygon polygon() throws InvalidGeometryException {
        List<SphereLoop> loops = new ArrayList<>();
        do {
            if (!loops.isEmpty()) {
                next();
            }
            skip("(");
            loops.add(loop());
            skip(")");
        } while (word.equals(","));
        return SpherePolygon.of(loops).orElseThrow(InvalidGeometryException::new);
    }

    private SphereLoop loop() throws InvalidGeometryException {
        List<SpherePoint> points = points();
        int last = points.size() - 1;
        if (!points.get(0).equals(points.get(last))) {
            throw new InvalidGeometryException();
        }
        return SphereLoop.of(points.subList(0, last)).orElseThrow(InvalidGeometryException::new);
    }

    /** Reads points; of equal ones behind each other, one counts. */
    private List<SpherePoint> points() throws InvalidGeometryException {
        List<SpherePoint> points = new ArrayList<>();
        points.add(point());
        while (word.equals(",")) {
            next();
            SpherePoint point = point();
            if (!point.equals(points.get(points.size() - 1))) {
                points.add(point);
            }
        }
        return points;
    }

    private SpherePoint point() throws InvalidGeometryException {
        return SpherePoint.of(number(), number()).orElseThrow(InvalidGeometryException::new);
    }

    private double number() throws InvalidGeometryException {
        if (word.isEmpty() || Character.isLetter(word.charAt(0)) || "(),;".contains(word)) {
            throw new InvalidGeometryException();
        }
        double number = Double.parseDouble(word);
        next();
        return number;
    }

    private void skip(String expected) throws InvalidGeometryException {
        if (!word.equals(expected)) {
            throw new InvalidGeometryException();
        }
        next();
    }

    private void next() {
        word = words.find() ? words.group(1) : "";
    }

    /** The text is not that of a valid geometry. */
    private static final class InvalidGeometryException extends Exception {
        private static final long serialVersionUID = 1;

        InvalidGeometryException() {
            super("No geometry", null, false, false);
        }
    }
}
