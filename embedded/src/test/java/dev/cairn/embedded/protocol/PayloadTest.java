package dev.cairn.embedded.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are written to payloads are read back. */
class PayloadTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 250, 251, 65_535, 65_536, 0xffffff, 0x1000000, 0xffffffffL, Long.MAX_VALUE})
    void lengthsAreReadBack(long length) throws MalformedPacketException {
        assertThat(readerOf(new PayloadWriter().writeLengthEncodedInteger(length))
                        .readLengthEncodedInteger())
                .isEqualTo(length);
    }

    @Test
    void textsAreReadBack() throws MalformedPacketException {
        PayloadReader in = readerOf(new PayloadWriter()
                .writeNullTerminatedText("root")
                .writeLengthEncodedText("你好 ☃")
                .writeInteger2(0xabcd)
                .writeInteger4(0x89abcdef)
                .writeText("SELECT 1")
                .writeInteger1(0));
        assertThat(in.readNullTerminatedText()).isEqualTo("root");
        assertThat(new String(in.readLengthEncodedBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("你好 ☃");
        assertThat(in.readInteger2()).isEqualTo(0xabcd);
        assertThat(in.readInteger4()).isEqualTo(0x89abcdef);
        assertThat(in.readRemainingText()).isEqualTo("SELECT 1");
        assertThat(in.remainingByteCount()).isZero();
    }

    @Test
    void nullAndTheEmptyTextAreEncodedDifferently() {
        PayloadWriter out = new PayloadWriter().writeTextValue(null).writeTextValue("");
        assertThat(Arrays.copyOf(out.buffer(), out.size())).containsExactly(251, 0);
    }

    @Test
    void readingPastTheEndOfAPayloadIsRefused() {
        assertThatThrownBy(() -> new PayloadReader(new byte[1]).readInteger4())
                .isInstanceOf(MalformedPacketException.class);
        assertThatThrownBy(() -> new PayloadReader(new byte[] {'a'}).readNullTerminatedText())
                .isInstanceOf(MalformedPacketException.class);
        assertThatThrownBy(() -> new PayloadReader(new byte[] {(byte) 254, -1, -1, -1, -1, -1, -1, -1, -1})
                        .readLengthEncodedBytes())
                .isInstanceOf(MalformedPacketException.class);
        assertThatThrownBy(() -> new PayloadReader(new byte[] {(byte) 251}).readLengthEncodedInteger())
                .isInstanceOf(MalformedPacketException.class);
    }

    private static PayloadReader readerOf(PayloadWriter out) {
        return new PayloadReader(Arrays.copyOf(out.buffer(), out.size()));
    }
}
