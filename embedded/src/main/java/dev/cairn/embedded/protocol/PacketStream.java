package dev.cairn.embedded.protocol;

import dev.cairn.embedded.protocol.PacketStream.PacketTooLargeException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Reads and writes packets. A packet consists of frames of 16 MiB minus one byte; only the last one is shorter, and may
 * be empty. The frames are numbered modulo 256, from 0 in each command.
 */
final class PacketStream {
    private static final int MAX_FRAME_SIZE = 0xffffff;
    /** The buffer grows with the bytes that have arrived, not by the announced length, which may be wrong. */
    private static final int READ_CHUNK_SIZE = 1 << 16;

    private static final int BUFFER_SIZE = 1 << 14;

    private final InputStream in;
    private final OutputStream out;
    private int nextFrameNumber;

    PacketStream(InputStream in, OutputStream out) {
        this.in = new BufferedInputStream(in, BUFFER_SIZE);
        this.out = new BufferedOutputStream(out, BUFFER_SIZE);
    }

    /** Takes the bytes out of the buffer that have been received after the last packet. */
    byte[] takeReceivedBytes() throws IOException {
        return in.readNBytes(in.available());
    }

    /** Returns a packet stream on other streams that continues the numbers of the frames. */
    PacketStream continueOn(InputStream newIn, OutputStream newOut) {
        PacketStream newStream = new PacketStream(newIn, newOut);
        newStream.nextFrameNumber = nextFrameNumber;
        return newStream;
    }

    /** Starts the next command: the frames are numbered from 0 again. */
    void restartSequence() {
        nextFrameNumber = 0;
    }

    /**
     * Reads a whole packet; empty if the client has disconnected.
     *
     * @throws PacketTooLargeException if a packet of more than 64 KiB exceeds the maximum length
     * @throws MalformedPacketException if a frame has the wrong number
     * @throws EOFException if the client disconnects within a packet
     */
    Optional<byte[]> readPacket(long maxLength) throws IOException {
        int firstByte = in.read();
        if (firstByte < 0) {
            return Optional.empty();
        }
        int length = readFrameHeader(firstByte);
        if (length < MAX_FRAME_SIZE && length <= READ_CHUNK_SIZE) {
            return Optional.of(readExactly(length));
        }
        ByteArrayOutputStream packet = new ByteArrayOutputStream(READ_CHUNK_SIZE);
        while (true) {
            if (packet.size() + (long) length > maxLength) {
                throw new PacketTooLargeException(maxLength);
            }
            readInto(packet, length);
            if (length < MAX_FRAME_SIZE) {
                return Optional.of(packet.toByteArray());
            }
            length = readFrameHeader(readByte());
        }
    }

    private int readFrameHeader(int firstByte) throws IOException {
        int length = firstByte | readByte() << 8 | readByte() << 16;
        int frameNumber = readByte();
        if (frameNumber != nextFrameNumber) {
            throw new MalformedPacketException(
                    "Bad packet sequence: " + frameNumber + " instead of " + nextFrameNumber);
        }
        nextFrameNumber = nextFrameNumber + 1 & 0xff;
        return length;
    }

    private int readByte() throws IOException {
        int nextByte = in.read();
        if (nextByte < 0) {
            throw createEndException();
        }
        return nextByte;
    }

    private static EOFException createEndException() {
        return new EOFException("The connection ended within a packet");
    }

    private byte[] readExactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw createEndException();
        }
        return bytes;
    }

    private void readInto(ByteArrayOutputStream packet, int length) throws IOException {
        for (int remaining = length; remaining > 0; remaining -= READ_CHUNK_SIZE) {
            packet.write(readExactly(Math.min(remaining, READ_CHUNK_SIZE)));
        }
    }

    /** Writes a packet, which is sent by the next {@link #flush()} or when the buffer is full. */
    void write(PayloadWriter payload) throws IOException {
        byte[] bytes = payload.buffer();
        int offset = 0;
        int length;
        do {
            length = Math.min(payload.size() - offset, MAX_FRAME_SIZE);
            out.write(length);
            out.write(length >> 8);
            out.write(length >> 16);
            out.write(nextFrameNumber);
            out.write(bytes, offset, length);
            nextFrameNumber = nextFrameNumber + 1 & 0xff;
            offset += length;
        } while (length == MAX_FRAME_SIZE);
    }

    void flush() throws IOException {
        out.flush();
    }

    /**
     * Thrown if a packet exceeds the maximum size. Its remaining bytes are not read, so the connection must be
     * closed.
     */
    static final class PacketTooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        PacketTooLargeException(long maxLength) {
            super("Got a packet bigger than " + maxLength + " bytes");
        }
    }
}
