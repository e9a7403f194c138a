package dev.cairn.embedded.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parameters of the types DATE and DATETIME in COM_STMT_EXECUTE, which clients send with fewer bytes if parts are zero. */
class TemporalParametersTest {
    private static String bind(int typeCode, int... value) throws Exception {
        PreparedStatements statements = new PreparedStatements();
        int id = statements.add(new Answer.Prepared(List.of("", ""), List.of()));
        PayloadWriter payload = new PayloadWriter()
                .writeInteger1(0)
                .writeInteger4(1)
                .writeInteger1(0)
                .writeInteger1(1)
                .writeInteger2(typeCode)
                .writeInteger1(value.length);
        for (int valueByte : value) {
            payload.writeInteger1(valueByte);
        }
        return statements
                .bindParameters(id, new PayloadReader(Arrays.copyOf(payload.buffer(), payload.size())))
                .orElseThrow()
                .text();
    }

    @Test
    void zeroPartsMayBeMissing() throws Exception {
        assertThat(bind(TypeCode.DATE)).isEqualTo("'0000-01-01'");
        assertThat(bind(TypeCode.DATE, 0xe8, 7, 2, 29)).isEqualTo("'2024-02-29'");
        assertThat(bind(TypeCode.DATETIME)).isEqualTo("'0000-01-01 00:00:00'");
        assertThat(bind(TypeCode.DATETIME, 0xe8, 7, 2, 29)).isEqualTo("'2024-02-29 00:00:00'");
        assertThat(bind(TypeCode.DATETIME, 0xe8, 7, 2, 29, 23, 59, 58)).isEqualTo("'2024-02-29 23:59:58'");
        assertThat(bind(TypeCode.DATETIME, 0xe8, 7, 2, 29, 23, 59, 58, 0x3f, 0x42, 0xf, 0))
                .isEqualTo("'2024-02-29 23:59:58.999999'");
    }

    @Test
    void aPartIsNotCut() {
        for (int[] value : List.of(new int[] {0xe8, 7, 2, 29, 23}, new int[] {0xe8, 7, 2, 29, 23, 59, 58, 1, 2})) {
            assertThatThrownBy(() -> bind(TypeCode.DATETIME, value)).isInstanceOf(MalformedPacketException.class);
        }
    }
}
