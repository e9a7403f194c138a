package dev.cairn.integration.relay;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The packets of MySQL's protocol: a length in three bytes, a number in one, and a payload. */
final class Packets {
    private static final int HEADER_LENGTH = 4;
    private static final int SEQUENCE_NUMBER_INDEX = 3;
    private static final int BYTE_MASK = 0xff;
    private static final int BITS_PER_BYTE = 8;
    private static final int QUERY_COMMAND = 3;
    private static final int OK_MARK = 0;
    private static final int ERROR_MARK = 0xff;
    private static final int END_OF_ROWS_MARK = 0xfe;

    /** The greatest length of an end of rows; a longer packet with the same mark is a row with a very long value. */
    private static final int MAX_END_OF_ROWS_LENGTH = 9;

    private Packets() {}

    /** Reads the next packet, and returns it with its header. */
    static byte[] read(DataInputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER_LENGTH);
        if (header.length < HEADER_LENGTH) {
            throw new EOFException();
        }
        int length = (header[0] & BYTE_MASK)
                | (header[1] & BYTE_MASK) << BITS_PER_BYTE
                | (header[2] & BYTE_MASK) << (2 * BITS_PER_BYTE);
        byte[] packet = new byte[HEADER_LENGTH + length];
        System.arraycopy(header, 0, packet, 0, HEADER_LENGTH);
        in.readFully(packet, HEADER_LENGTH, length);
        return packet;
    }

    /** Returns whether a packet is a query. A query is the first packet of its exchange, so its number is 0. */
    static boolean isQuery(byte[] packet) {
        return packet.length > HEADER_LENGTH
                && packet[SEQUENCE_NUMBER_INDEX] == 0
                && packet[HEADER_LENGTH] == QUERY_COMMAND;
    }

    static boolean isError(byte[] packet) {
        return packet.length > HEADER_LENGTH && (packet[HEADER_LENGTH] & BYTE_MASK) == ERROR_MARK;
    }

    /**
     * Returns whether a packet ends the columns or the rows of a result; neither side of the relay uses DEPRECATE_EOF.
     */
    static boolean isEndOfRows(byte[] packet) {
        return packet.length > HEADER_LENGTH
                && packet.length < HEADER_LENGTH + MAX_END_OF_ROWS_LENGTH
                && (packet[HEADER_LENGTH] & BYTE_MASK) == END_OF_ROWS_MARK;
    }

    /**
     * Returns whether the first packet of an answer is the whole answer; if not, it is the number of columns of a
     * result.
     */
    static boolean isWholeAnswer(byte[] firstPacket) {
        return firstPacket.length <= HEADER_LENGTH || firstPacket[HEADER_LENGTH] == OK_MARK || isError(firstPacket);
    }

    /** Returns the statement of a query. */
    static String extractStatement(byte[] packet) {
        return new String(packet, HEADER_LENGTH + 1, packet.length - HEADER_LENGTH - 1, StandardCharsets.UTF_8);
    }

    /** Returns the packet of an error. Before the greeting, a server sends neither number 1 nor an SQL state. */
    static byte[] createError(Disruption.Refuse error, boolean isGreeted) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write(ERROR_MARK);
        payload.write(error.errno());
        payload.write(error.errno() >> BITS_PER_BYTE);
        if (isGreeted) {
            payload.writeBytes(("#" + error.sqlState()).getBytes(StandardCharsets.US_ASCII));
        }
        payload.writeBytes(error.message().getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(payload.size());
        packet.write(payload.size() >> BITS_PER_BYTE);
        packet.write(payload.size() >> (2 * BITS_PER_BYTE));
        packet.write(isGreeted ? 1 : 0);
        packet.writeBytes(payload.toByteArray());
        return packet.toByteArray();
    }
}
