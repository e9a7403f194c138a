package dev.cairn.embedded.function.geometry;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Encodes geometries as the bytes of a VARCHAR: zero, the kind, and the points as numbers of 64 bits. The bytes of a
 * point are the same as on a server.
 */
public final class GeometryCodec {
    private static final int HEADER_LENGTH = 2;
    private static final int POINT_LENGTH = 3 * Double.BYTES;
    private static final byte POINT_KIND = 1;
    private static final byte LINE_KIND = 2;
    private static final byte POLYGON_KIND = 3;
    private static final byte CIRCLE_KIND = 7;

    private GeometryCodec() {}

    public static byte[] encode(Geometry geometry) {
        if (geometry instanceof SpherePoint point) {
            return encodeShape(POINT_KIND, POINT_LENGTH, bytes -> writePoint(bytes, point));
        }
        if (geometry instanceof SphereLine line) {
            return encodeShape(
                    LINE_KIND,
                    line.points().size() * POINT_LENGTH,
                    bytes -> line.points().forEach(point -> writePoint(bytes, point)));
        }
        if (geometry instanceof SphereCircle circle) {
            return encodeShape(CIRCLE_KIND, POINT_LENGTH + Double.BYTES, bytes -> {
                writePoint(bytes, circle.center());
                bytes.putDouble(circle.squaredChord());
            });
        }
        List<SphereLoop> loops = ((SpherePolygon) geometry).loops();
        int pointCount = loops.stream().mapToInt(loop -> loop.points().size()).sum();
        return encodeShape(
                POLYGON_KIND,
                loops.size() * Integer.BYTES + pointCount * POINT_LENGTH,
                bytes -> loops.forEach(loop -> {
                    bytes.putInt(loop.points().size());
                    loop.points().forEach(point -> writePoint(bytes, point));
                }));
    }

    /** Returns the geometry that these bytes encode; empty if they are not valid. */
    public static Optional<Geometry> decode(byte[] encodedGeometry) {
        ByteBuffer bytes = ByteBuffer.wrap(encodedGeometry).order(ByteOrder.LITTLE_ENDIAN);
        if (encodedGeometry.length < HEADER_LENGTH || bytes.get() != 0) {
            return Optional.empty();
        }
        try {
            Geometry geometry = switch (bytes.get()) {
                case POINT_KIND -> readPoint(bytes);
                case LINE_KIND -> new SphereLine(readPoints(bytes, bytes.remaining() / POINT_LENGTH));
                case POLYGON_KIND -> readPolygon(bytes);
                case CIRCLE_KIND -> new SphereCircle(readPoint(bytes), bytes.getDouble());
                default -> null;
            };
            return bytes.hasRemaining() ? Optional.empty() : Optional.ofNullable(geometry);
        } catch (BufferUnderflowException ignored) {
            return Optional.empty();
        }
    }

    private static byte[] encodeShape(byte kind, int contentLength, Consumer<ByteBuffer> content) {
        byte[] encodedGeometry = new byte[HEADER_LENGTH + contentLength];
        content.accept(ByteBuffer.wrap(encodedGeometry)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0)
                .put(kind));
        return encodedGeometry;
    }

    private static void writePoint(ByteBuffer bytes, SpherePoint point) {
        bytes.putDouble(point.x()).putDouble(point.y()).putDouble(point.z());
    }

    private static SpherePoint readPoint(ByteBuffer bytes) {
        return new SpherePoint(bytes.getDouble(), bytes.getDouble(), bytes.getDouble());
    }

    private static List<SpherePoint> readPoints(ByteBuffer bytes, int count) {
        List<SpherePoint> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(readPoint(bytes));
        }
        return points;
    }

    private static SpherePolygon readPolygon(ByteBuffer bytes) {
        List<SphereLoop> loops = new ArrayList<>();
        while (bytes.hasRemaining()) {
            loops.add(new SphereLoop(readPoints(bytes, bytes.getInt())));
        }
        return new SpherePolygon(loops);
    }
}
