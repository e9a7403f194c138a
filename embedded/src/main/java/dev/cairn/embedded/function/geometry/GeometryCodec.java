package dev.cairn.embedded.function.geometry;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
            return encodeShape(POINT_KIND, POINT_LENGTH, buffer -> writePoint(buffer, point));
        }
        if (geometry instanceof SphereLine line) {
            return encodeShape(
                    LINE_KIND,
                    line.points().size() * POINT_LENGTH,
                    buffer -> line.points().forEach(point -> writePoint(buffer, point)));
        }
        if (geometry instanceof SphereCircle circle) {
            return encodeShape(CIRCLE_KIND, POINT_LENGTH + Double.BYTES, buffer -> {
                writePoint(buffer, circle.center());
                buffer.putDouble(circle.squaredChord());
            });
        }
        List<SphereLoop> loops = ((SpherePolygon) geometry).loops();
        int pointCount = loops.stream().mapToInt(loop -> loop.corners().size()).sum();
        return encodeShape(
                POLYGON_KIND,
                loops.size() * Integer.BYTES + pointCount * POINT_LENGTH,
                buffer -> loops.forEach(loop -> {
                    buffer.putInt(loop.corners().size());
                    loop.corners().forEach(point -> writePoint(buffer, point));
                }));
    }

    /**
     * Returns the geometry that these bytes encode; empty if they do not have the form of an encoded geometry. It is
     * not checked whether the points are a valid shape.
     */
    public static Optional<Geometry> decode(byte[] encodedGeometry) {
        ByteBuffer buffer = ByteBuffer.wrap(encodedGeometry).order(ByteOrder.LITTLE_ENDIAN);
        if (encodedGeometry.length < HEADER_LENGTH || buffer.get() != 0) {
            return Optional.empty();
        }
        try {
            Geometry geometry = switch (buffer.get()) {
                case POINT_KIND -> readPoint(buffer);
                case LINE_KIND -> new SphereLine(readPoints(buffer, buffer.remaining() / POINT_LENGTH));
                case POLYGON_KIND -> readPolygon(buffer);
                case CIRCLE_KIND -> new SphereCircle(readPoint(buffer), buffer.getDouble());
                default -> null;
            };
            return buffer.hasRemaining() ? Optional.empty() : Optional.ofNullable(geometry);
        } catch (BufferUnderflowException ignored) {
            return Optional.empty();
        }
    }

    private static byte[] encodeShape(byte kind, int contentLength, Consumer<ByteBuffer> contentWriter) {
        byte[] encodedGeometry = new byte[HEADER_LENGTH + contentLength];
        contentWriter.accept(ByteBuffer.wrap(encodedGeometry)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0)
                .put(kind));
        return encodedGeometry;
    }

    private static void writePoint(ByteBuffer buffer, SpherePoint point) {
        buffer.putDouble(point.x()).putDouble(point.y()).putDouble(point.z());
    }

    private static SpherePoint readPoint(ByteBuffer buffer) {
        return new SpherePoint(buffer.getDouble(), buffer.getDouble(), buffer.getDouble());
    }

    private static List<SpherePoint> readPoints(ByteBuffer buffer, int count) {
        List<SpherePoint> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(readPoint(buffer));
        }
        return points;
    }

    /** Returns the polygon; null if it has no loop, or a loop without points. */
    private static @Nullable SpherePolygon readPolygon(ByteBuffer buffer) {
        List<SphereLoop> loops = new ArrayList<>();
        while (buffer.hasRemaining()) {
            loops.add(new SphereLoop(readPoints(buffer, buffer.getInt())));
        }
        boolean isEmpty = loops.isEmpty()
                || loops.stream().anyMatch(loop -> loop.corners().isEmpty());
        return isEmpty ? null : new SpherePolygon(loops);
    }
}
