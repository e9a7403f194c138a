package dev.cairn.benchmark.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The recorded bytes of a server: a greeting, the answer to the login, and then an answer to each command. Commands
 * with the same length and the same first bytes count as equal, and get the answer that was recorded last.
 */
final class Tape {
    /** The length of the header of a packet: three bytes for the length of the payload, and one for a number. */
    private static final int HEADER_LENGTH = 4;

    private static final int MAX_PACKET_LENGTH = 1 << 24;
    /** The number of the first bytes of a packet, with its header, that distinguish commands. */
    private static final int KEY_LENGTH = 64;

    private final Map<Long, byte[]> answerByCommandKey = new ConcurrentHashMap<>();
    private byte[] greeting = new byte[0];
    private byte[] loginAnswer = new byte[0];

    void setHandshake(byte[] newGreeting, byte[] newLoginAnswer) {
        greeting = newGreeting;
        loginAnswer = newLoginAnswer;
    }

    byte[] greeting() {
        return greeting;
    }

    byte[] loginAnswer() {
        return loginAnswer;
    }

    void put(Command command, byte[] answer) {
        answerByCommandKey.put(command.key(), answer);
    }

    /** Returns the answer to a command; null if none was recorded. */
    byte[] findAnswer(Command command) {
        return answerByCommandKey.get(command.key());
    }

    /** The last packet of a client. The next one overwrites its buffer. */
    static final class Command {
        private final byte[] buffer = new byte[MAX_PACKET_LENGTH + HEADER_LENGTH];
        private int length;

        /** Reads the next packet; returns false at the end of the stream. */
        boolean readPacket(DataInputStream in) throws IOException {
            int firstByte = in.read();
            if (firstByte < 0) {
                return false;
            }
            buffer[0] = (byte) firstByte;
            in.readFully(buffer, 1, HEADER_LENGTH - 1);
            int payloadLength = firstByte | (buffer[1] & 0xff) << 8 | (buffer[2] & 0xff) << 16;
            in.readFully(buffer, HEADER_LENGTH, payloadLength);
            length = HEADER_LENGTH + payloadLength;
            return true;
        }

        /** Appends a part of a packet. */
        void append(byte[] source, int offset, int addedLength) {
            System.arraycopy(source, offset, buffer, length, addedLength);
            length += addedLength;
        }

        void clear() {
            length = 0;
        }

        byte[] buffer() {
            return buffer;
        }

        int length() {
            return length;
        }

        /**
         * Returns a hash of the length and the beginning of the packet. It identifies the command on a tape: commands
         * with the same hash get the same answer.
         */
        long key() {
            long hash = length;
            for (int i = HEADER_LENGTH; i < Math.min(length, KEY_LENGTH); i++) {
                hash = hash * 31 + buffer[i];
            }
            return hash;
        }
    }
}
