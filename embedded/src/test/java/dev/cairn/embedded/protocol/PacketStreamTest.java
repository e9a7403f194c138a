package dev.cairn.embedded.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.protocol.PacketStream.PacketTooLargeException;
import dev.cairn.golden.GoldenMessages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets are written to a stream and read from it. */
class PacketStreamTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final int MAX_FRAME_SIZE = 0xffffff;
    private static final long NO_LIMIT = Long.MAX_VALUE;

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                250,
                70_000,
                MAX_FRAME_SIZE - 1,
                MAX_FRAME_SIZE,
                MAX_FRAME_SIZE + 1,
                2 * MAX_FRAME_SIZE,
                2 * MAX_FRAME_SIZE + 5
            })
    void writtenPacketsAreReadBack(int size) throws IOException {
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        PacketStream out = new PacketStream(InputStream.nullInputStream(), wire);
        out.write(new PayloadWriter().writeBytes(payload));
        out.flush();
        assertThat(wire.size()).isEqualTo(size + 4 * (size / MAX_FRAME_SIZE + 1));
        assertThat(streamOf(wire.toByteArray()).readPacket(NO_LIMIT)).hasValue(payload);
    }

    @Test
    void theEndOfTheStreamIsNotAPacket() throws IOException {
        assertThat(streamOf().readPacket(NO_LIMIT)).isEmpty();
    }

    @Test
    void aTruncatedPacketIsAnError() {
        assertThatThrownBy(() -> streamOf(5, 0, 0, 0, 1, 2).readPacket(NO_LIMIT))
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> streamOf(5, 0).readPacket(NO_LIMIT)).isInstanceOf(EOFException.class);
    }

    @Test
    void packetsArriveInOrder() {
        assertThatThrownBy(() -> streamOf(1, 0, 0, 7, 1).readPacket(NO_LIMIT))
                .isInstanceOf(MalformedPacketException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aPacketBeyondTheLimitIsNotRead() {
        assertThatThrownBy(() -> streamOf(0, 0, 0x10, 0).readPacket(1000)).isInstanceOf(PacketTooLargeException.class);
    }

    @Test
    void theSequenceStartsAgainAfter255() throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        PacketStream out = new PacketStream(InputStream.nullInputStream(), wire);
        PayloadWriter payload = new PayloadWriter().writeInteger1(1);
        for (int count = 0; count < 300; count++) {
            out.write(payload);
        }
        out.flush();
        PacketStream in = streamOf(wire.toByteArray());
        for (int count = 0; count < 300; count++) {
            assertThat(in.readPacket(NO_LIMIT)).isPresent();
        }
    }

    private static PacketStream streamOf(int... bytes) {
        byte[] wire = new byte[bytes.length];
        for (int index = 0; index < bytes.length; index++) {
            wire[index] = (byte) bytes[index];
        }
        return streamOf(wire);
    }

    private static PacketStream streamOf(byte[] wire) {
        return new PacketStream(new ByteArrayInputStream(wire), OutputStream.nullOutputStream());
    }
}
