package dev.cairn.integration.relay;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The packets of MySQL's protocol: a length in three bytes, a number in one, and a payload. */
final class Packets {
    private static final int HEADER = 4;
    private static final int NUMBER = 3;
    private static final int BYTE = 0xff;
    private static final int BITS = 8;
    private static final int QUERY = 3;
    private static final int OK = 0;
    private static final int ERROR = 0xff;
    private static final int END_OF_ROWS = 0xfe;

    /** A longer packet that begins like the end of the rows is a row with a very long value. */
    private static final int END_LENGTH = 9;

    private Packets() {}

    /** The next packet, with its header. */
    static byte[] read(DataInputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER);
        if (header.length < HEADER) {
            throw new EOFException();
        }
        int length = (header[0] & BYTE) | (header[1] & BYTE) << BITS | (header[2] & BYTE) << (2 * BITS);
        byte[] packet = new byte[HEADER + length];
        System.arraycopy(header, 0, packet, 0, HEADER);
        in.readFully(packet, HEADER, length);
        return packet;
    }

    /** A command is the first packet of its exchange; the login is none. */
    static boolean isQuery(byte[] packet) {
        return packet.length > HEADER && packet[NUMBER] == 0 && packet[HEADER] == QUERY;
    }

    static boolean isError(byte[] packet) {
        return packet.length > HEADER && (packet[HEADER] & BYTE) == ERROR;
    }

    /** The server ends the columns and the rows of a result by such a packet: neither side of the relay uses DEPRECATE_EOF. */
    static boolean isEndOfRows(byte[] packet) {
        return packet.length > HEADER && packet.length < HEADER + END_LENGTH && (packet[HEADER] & BYTE) == END_OF_ROWS;
    }

    /** Whether the first packet of an answer is the whole answer: otherwise, it is the number of columns of a result. */
    static boolean isWholeAnswer(byte[] first) {
        return first.length <= HEADER || first[HEADER] == OK || isError(first);
    }

    /** The statement of a query. */
    static String text(byte[] packet) {
        return new String(packet, HEADER + 1, packet.length - HEADER - 1, StandardCharsets.UTF_8);
    }

    /** An error. Before the greeting, a server sends neither number 1 nor an SQL state. */
    static byte[] error(Disruption.Refuse error, boolean greeted) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write(ERROR);
        payload.write(error.errno());
        payload.write(error.errno() >> BITS);
        if (greeted) {
            payload.writeBytes(("#" + error.sqlState()).getBytes(StandardCharsets.US_ASCII));
        }
        payload.writeBytes(error.message().getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(payload.size());
        packet.write(payload.size() >> BITS);
        packet.write(payload.size() >> (2 * BITS));
        packet.write(greeted ? 1 : 0);
        packet.writeBytes(payload.toByteArray());
        return packet.toByteArray();
    }
}
