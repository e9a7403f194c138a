package dev.cairn.embedded.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Hashes of passwords, and the proofs that clients send. */
class NativePasswordHashTest {
    private static final byte[] EMPTY_PROOF = {};
    private static final byte[] SALT = "abcdefghijklmnopqrst".getBytes(StandardCharsets.US_ASCII);

    @Test
    void aPasswordIsHashedAsByMysql() {
        assertThat(NativePasswordHash.of("password")).hasToString("*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19");
        assertThat(NativePasswordHash.of("")).hasToString("");
    }

    @Test
    void aPasswordIsReadFromItsHash() {
        String hash = "*2470c0c06dee42fd1618bb99005adca2ec9d1e19";
        assertThat(NativePasswordHash.parse(hash))
                .hasToString(NativePasswordHash.of("password").toString());
        assertThatIllegalArgumentException().isThrownBy(() -> NativePasswordHash.parse("*123"));
    }

    @Test
    void anEmptyPasswordMatchesOnlyAnEmptyProof() {
        assertThat(NativePasswordHash.NONE.isProvenBy(EMPTY_PROOF, SALT)).isTrue();
        assertThat(NativePasswordHash.NONE.isProvenBy(new byte[20], SALT)).isFalse();
    }

    @Test
    void aPasswordIsNotMatchedByAnInvalidProof() {
        assertThat(NativePasswordHash.of("secret").isProvenBy(EMPTY_PROOF, SALT))
                .isFalse();
        assertThat(NativePasswordHash.of("secret").isProvenBy(new byte[20], SALT))
                .isFalse();
        assertThat(NativePasswordHash.of("secret").isProvenBy(new byte[3], SALT))
                .isFalse();
    }
}
