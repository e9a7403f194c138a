package dev.cairn.embedded.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 250, 251, 65_535, 65_536, 0xffffff, 0x1000000, 0xffffffffL, Long.MAX_VALUE})
    void lengthsAreReadBack(long length) throws MalformedPacketException {
        assertThat(reading(new PayloadWriter().writeLengthEncoded(length)).lengthEncodedInteger())
                .isEqualTo(length);
    }

    @Test
    void textsAreReadBack() throws MalformedPacketException {
        PayloadReader in = reading(new PayloadWriter()
                .writeNullTerminated("root")
                .writeLengthEncoded("你好 ☃")
                .integer2(0xabcd)
                .integer4(0x89abcdef)
                .text("SELECT 1")
                .integer1(0));
        assertThat(in.nullTerminatedText()).isEqualTo("root");
        assertThat(new String(in.lengthEncodedBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("你好 ☃");
        assertThat(in.integer2()).isEqualTo(0xabcd);
        assertThat(in.integer4()).isEqualTo(0x89abcdef);
        assertThat(in.restText()).isEqualTo("SELECT 1");
        assertThat(in.remainingBytes()).isZero();
    }

    @Test
    void nullAndTheEmptyTextAreEncodedDifferently() {
        PayloadWriter out = new PayloadWriter().value(null).value("");
        assertThat(Arrays.copyOf(out.buffer(), out.size())).containsExactly(251, 0);
    }

    @Test
    void readingPastTheEndOfAPayloadIsRefused() {
        assertThatThrownBy(() -> new PayloadReader(new byte[1]).integer4())
                .isInstanceOf(MalformedPacketException.class);
        assertThatThrownBy(() -> new PayloadReader(new byte[] {'a'}).nullTerminatedText())
                .isInstanceOf(MalformedPacketException.class);
        assertThatThrownBy(() ->
                        new PayloadReader(new byte[] {(byte) 254, -1, -1, -1, -1, -1, -1, -1, -1}).lengthEncodedBytes())
                .isInstanceOf(MalformedPacketException.class);
        assertThatThrownBy(() -> new PayloadReader(new byte[] {(byte) 251}).lengthEncodedInteger())
                .isInstanceOf(MalformedPacketException.class);
    }

    private static PayloadReader reading(PayloadWriter out) {
        return new PayloadReader(Arrays.copyOf(out.buffer(), out.size()));
    }
}
