package dev.cairn.embedded.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Hashes of passwords, and the proofs that clients send. */
class NativePasswordTest {
    private static final byte[] EMPTY_PROOF = {};
    private static final byte[] SALT = "abcdefghijklmnopqrst".getBytes(StandardCharsets.US_ASCII);

    @Test
    void aPasswordIsHashedAsByMysql() {
        assertThat(NativePassword.of("password")).hasToString("*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19");
        assertThat(NativePassword.of("")).hasToString("");
    }

    @Test
    void aPasswordIsReadFromItsHash() {
        String hash = "*2470c0c06dee42fd1618bb99005adca2ec9d1e19";
        assertThat(NativePassword.parseHash(hash))
                .hasToString(NativePassword.of("password").toString());
        assertThatIllegalArgumentException().isThrownBy(() -> NativePassword.parseHash("*123"));
    }

    @Test
    void anEmptyPasswordMatchesOnlyAnEmptyProof() {
        assertThat(NativePassword.NONE.isProvedBy(EMPTY_PROOF, SALT)).isTrue();
        assertThat(NativePassword.NONE.isProvedBy(new byte[20], SALT)).isFalse();
    }

    @Test
    void aPasswordIsNotMatchedByAnInvalidProof() {
        assertThat(NativePassword.of("secret").isProvedBy(EMPTY_PROOF, SALT)).isFalse();
        assertThat(NativePassword.of("secret").isProvedBy(new byte[20], SALT)).isFalse();
        assertThat(NativePassword.of("secret").isProvedBy(new byte[3], SALT)).isFalse();
    }
}
