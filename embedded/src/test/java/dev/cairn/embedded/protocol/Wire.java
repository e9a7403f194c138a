package dev.cairn.embedded.protocol;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The bytes of packets between a client and a server. */
final class Wire {
    private static final int HEADER_SIZE = 4;

    private Wire() {}

    static byte[] frame(int sequenceNumber, byte[] payload) {
        byte[] frame = new byte[payload.length + HEADER_SIZE];
        frame[0] = (byte) payload.length;
        frame[1] = (byte) (payload.length >> 8);
        frame[2] = (byte) (payload.length >> 16);
        frame[3] = (byte) sequenceNumber;
        System.arraycopy(payload, 0, frame, HEADER_SIZE, payload.length);
        return frame;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    /** Returns the packet with which root logs in, without a password and a database. */
    static byte[] login() {
        PayloadWriter payload = new PayloadWriter()
                .writeInteger4(CapabilityFlag.SERVER_CAPABILITIES)
                .writeInteger4(1 << 24)
                .writeInteger1(33)
                .writeBytes(new byte[23])
                .writeNullTerminatedText("root")
                .writeInteger1(0) // no proof
                .writeNullTerminatedText("")
                .writeNullTerminatedText(NativePasswordHash.PLUGIN_NAME);
        return frame(1, Arrays.copyOf(payload.buffer(), payload.size()));
    }

    /** Splits an answer into its packets; the first byte of each is its kind. */
    static List<byte[]> packets(byte[] answer) {
        List<byte[]> packets = new ArrayList<>();
        int position = 0;
        while (position < answer.length) {
            int length = (answer[position] & 0xff)
                    | (answer[position + 1] & 0xff) << 8
                    | (answer[position + 2] & 0xff) << 16;
            int end = position + HEADER_SIZE + length;
            if (end > answer.length) {
                throw new IllegalArgumentException("An answer that ends within a packet");
            }
            packets.add(Arrays.copyOfRange(answer, position + HEADER_SIZE, end));
            position = end;
        }
        return packets;
    }
}
