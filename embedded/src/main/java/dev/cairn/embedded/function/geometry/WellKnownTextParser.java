package dev.cairn.embedded.function.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the well-known text of a geometry, such as {@code POLYGON ((0 0, 10 0, 10 10, 0 0))}. */
public final class WellKnownTextParser {
    private static final Pattern TOKEN_PATTERN = Pattern.compile(
            "\\G[ \\t\\n\\r]*(-?(?:[0-9]*\\.[0-9]+(?:[eE][-+]?[0-9]+)?|[0-9]+\\.|[0-9]+(?:[eE][-+]?[0-9]+)?)|[A-Za-z]+|[(),;])");

    private final Matcher tokenMatcher;
    private String currentToken = "";

    private WellKnownTextParser(String text) {
        tokenMatcher = TOKEN_PATTERN.matcher(text);
    }

    /** Returns the geometry; empty if the text is not valid. The text ends at the first unknown character. */
    public static Optional<Geometry> parse(String text) {
        try {
            return Optional.of(new WellKnownTextParser(text).readGeometry());
        } catch (InvalidGeometryException ignored) {
            return Optional.empty();
        }
    }

    private Geometry readGeometry() throws InvalidGeometryException {
        advance();
        String shapeKind = currentToken.toUpperCase(Locale.ROOT);
        advance();
        expect("(");
        Geometry geometry = switch (shapeKind) {
            case "POINT" -> readPoint();
            case "LINESTRING" -> readLine();
            case "POLYGON" -> readPolygon();
            default -> throw new InvalidGeometryException();
        };
        expect(")");
        expect("");
        return geometry;
    }

    private SphereLine readLine() throws InvalidGeometryException {
        List<SpherePoint> points = readPoints();
        if (points.size() < 2) {
            throw new InvalidGeometryException();
        }
        return new SphereLine(points);
    }

    private SpherePolygon readPolygon() throws InvalidGeometryException {
        List<SphereLoop> loops = new ArrayList<>();
        do {
            if (!loops.isEmpty()) {
                advance();
            }
            expect("(");
            loops.add(readLoop());
            expect(")");
        } while (currentToken.equals(","));
        return SpherePolygon.of(loops).orElseThrow(InvalidGeometryException::new);
    }

    private SphereLoop readLoop() throws InvalidGeometryException {
        List<SpherePoint> points = readPoints();
        int lastIndex = points.size() - 1;
        if (!points.get(0).equals(points.get(lastIndex))) {
            throw new InvalidGeometryException();
        }
        return SphereLoop.of(points.subList(0, lastIndex)).orElseThrow(InvalidGeometryException::new);
    }

    /** Reads points, and skips each point that equals the one before it. */
    private List<SpherePoint> readPoints() throws InvalidGeometryException {
        List<SpherePoint> points = new ArrayList<>();
        points.add(readPoint());
        while (currentToken.equals(",")) {
            advance();
            SpherePoint point = readPoint();
            if (!point.equals(points.get(points.size() - 1))) {
                points.add(point);
            }
        }
        return points;
    }

    private SpherePoint readPoint() throws InvalidGeometryException {
        return SpherePoint.of(readNumber(), readNumber()).orElseThrow(InvalidGeometryException::new);
    }

    private double readNumber() throws InvalidGeometryException {
        if (currentToken.isEmpty() || Character.isLetter(currentToken.charAt(0)) || "(),;".contains(currentToken)) {
            throw new InvalidGeometryException();
        }
        double number = Double.parseDouble(currentToken);
        advance();
        return number;
    }

    private void expect(String expectedToken) throws InvalidGeometryException {
        if (!currentToken.equals(expectedToken)) {
            throw new InvalidGeometryException();
        }
        advance();
    }

    private void advance() {
        currentToken = tokenMatcher.find() ? tokenMatcher.group(1) : "";
    }

    /** Thrown if the text is not a valid geometry. */
    private static final class InvalidGeometryException extends Exception {
        private static final long serialVersionUID = 1;

        InvalidGeometryException() {
            super("The text is not a valid geometry", null, false, false);
        }
    }
}
